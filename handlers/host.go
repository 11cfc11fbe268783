package handlers

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"strings"

	"github.com/gofiber/fiber/v2"
)

var errHost = errors.New("a name that is not the school's")

// ownHost refuses what was sent to another name. A page anywhere on the internet can have its own name lead to this
// machine, and then its scripts are of the same origin as what they find here; a number cannot be led elsewhere, so any
// address will do, and a school that is being set up needs nothing else.
func (s *Server) ownHost(c *fiber.Ctx) error {
	host := bareHost(c.Hostname())
	if _, err := netip.ParseAddr(host); err == nil || host == "localhost" || host == s.machine || host == s.machine+".local" {
		return c.Next()
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	if host == "" || host != settings.Host {
		return errHost
	}
	return c.Next()
}

// bareHost is a host without its port and brackets, in the one spelling.
func bareHost(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// machineName is what this machine is called in its network; without a name there is one that no host has.
func machineName() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "-"
	}
	return bareHost(name)
}
