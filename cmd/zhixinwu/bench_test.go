package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// BenchmarkSchool measures what DESIGN §6 sets bars for, beside the limits of the same machine in the same run: the disk's
// write-and-sync of 4 KB, and Fiber saying hello. Loader and server share the machine, as in every figure published here.
//
//	go test ./cmd/zhixinwu -run '^$' -bench School -benchtime 3s
func BenchmarkSchool(b *testing.B) {
	debug.SetGCPercent(400) // as the program does; its memory limit is left out, because the loader lives in the same heap
	disk, hello := diskRate(b), helloRate(b)
	b.Logf("limits: %.0f write+sync of 4 KB a second, Fiber hello %.0f a second at 32", disk, hello)
	s := openSchool(b, "-children", "5000", "-verbose=false")

	for _, n := range []int{1, 8, 64} {
		// Each request is one durable change: a ticket is taken, and given up again.
		b.Run(fmt.Sprintf("ticket/%d", n), func(b *testing.B) {
			kiosks := s.fastKiosks(b, n)
			for i, k := range kiosks {
				k.post("/kiosk/scan", "code="+s.Children[i].Card)
			}
			rate := parallel(b, kiosks, func(k *fastClient, i int) {
				if i%2 == 0 {
					k.post("/kiosk/ticket", "")
				} else {
					k.post("/kiosk/ticket/leave", "")
				}
			})
			b.ReportMetric(rate/disk, "×disk")
		})
	}
	var next atomic.Int64
	for _, n := range []int{1, 8, 64} {
		// Each operation is the whole way of a child: the scan and the ticket, two durable changes in two requests.
		b.Run(fmt.Sprintf("scan+ticket/%d", n), func(b *testing.B) {
			rate := parallel(b, s.fastKiosks(b, n), func(k *fastClient, _ int) {
				child := s.Children[int(next.Add(1))%len(s.Children)]
				k.post("/kiosk/scan", "code="+child.Card)
				k.post("/kiosk/ticket", "")
				k.post("/kiosk/ticket/leave", "")
			})
			b.ReportMetric(3*rate/disk, "durable×disk")
		})
	}
	b.Run("queue/32", func(b *testing.B) {
		k := s.fastKiosks(b, 1)[0]
		for i := range 50 {
			k.post("/kiosk/scan", "code="+s.Children[1000+i].Card)
			k.post("/kiosk/ticket", "")
		}
		keepers := make([]*fastClient, 32)
		for i := range keepers {
			keepers[i] = &fastClient{b: b, url: s.url, cookies: map[string]string{}}
			if i == 0 {
				keepers[0].post("/login", "login=zhao&password="+password("zhao"))
			}
			keepers[i].cookies = keepers[0].cookies
		}
		for _, path := range []string{"/phone/queue", "/phone"} {
			b.Run(path[1:], func(b *testing.B) {
				rate := parallel(b, keepers, func(k *fastClient, _ int) { k.get(path) })
				b.ReportMetric(rate/hello, "×hello")
			})
		}
	})
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.Logf("heap in use with 5000 children, loader included: %d MB", m.HeapInuse>>20)
}

// diskRate is how often a second this disk makes 4 KB durable.
func diskRate(b *testing.B) float64 {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page, n, begin := make([]byte, 4096), 0, time.Now()
	for time.Since(begin) < time.Second {
		if _, err := f.WriteAt(page, 0); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	return float64(n) / time.Since(begin).Seconds()
}

func helloRate(b *testing.B) (rate float64) {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/", func(c *fiber.Ctx) error { return c.SendString("hello") })
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go app.Listener(ln)
	defer app.Shutdown()
	clients := make([]*fastClient, 32)
	for i := range clients {
		clients[i] = &fastClient{b: b, url: "http://" + ln.Addr().String()}
	}
	var n atomic.Int64
	deadline := time.Now().Add(time.Second)
	done := make(chan struct{})
	for _, c := range clients {
		go func() {
			for time.Now().Before(deadline) {
				c.get("/")
				n.Add(1)
			}
			done <- struct{}{}
		}()
	}
	for range clients {
		<-done
	}
	return float64(n.Load())
}

// parallel runs b.N operations on the clients at once and returns the rate.
func parallel(b *testing.B, clients []*fastClient, op func(c *fastClient, i int)) float64 {
	var taken atomic.Int64
	done := make(chan struct{})
	b.ResetTimer()
	begin := time.Now()
	for _, c := range clients {
		go func() {
			for i := 0; taken.Add(1) <= int64(b.N); i++ {
				op(c, i)
			}
			done <- struct{}{}
		}()
	}
	for range clients {
		<-done
	}
	rate := float64(b.N) / time.Since(begin).Seconds()
	b.ReportMetric(rate, "op/s")
	return rate
}

// fastClient is a cheap loader with one connection of its own.
type fastClient struct {
	b       *testing.B
	url     string
	cookies map[string]string
	conn    fasthttp.HostClient
}

func (s *running) fastKiosks(b *testing.B, n int) []*fastClient {
	all := make([]*fastClient, n)
	for i := range all {
		all[i] = &fastClient{b: b, url: s.url, cookies: map[string]string{}}
		all[i].get(strings.TrimPrefix(s.device("图书角"), s.url))
	}
	return all
}

func (c *fastClient) get(path string)        { c.send("GET", path, "") }
func (c *fastClient) post(path, form string) { c.send("POST", path, form) }

func (c *fastClient) send(method, path, form string) {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	c.conn.Addr = strings.TrimPrefix(c.url, "http://")
	req.Header.SetMethod(method)
	req.SetRequestURI(c.url + path)
	if method == "POST" {
		req.Header.SetContentType("application/x-www-form-urlencoded")
		req.Header.Set("HX-Request", "true")
		req.SetBodyString(form)
	}
	for name, value := range c.cookies {
		req.Header.SetCookie(name, value)
	}
	if err := c.conn.Do(req, resp); err != nil {
		c.b.Error(err)
		return
	}
	if resp.StatusCode() >= 400 {
		c.b.Errorf("%s %s: %d", method, path, resp.StatusCode())
	}
	for name, value := range resp.Header.Cookies() {
		var cookie fasthttp.Cookie
		if cookie.ParseBytes(value) == nil {
			c.cookies[string(name)] = string(cookie.Value())
		}
	}
}
