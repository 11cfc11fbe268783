package kvtest

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Apart runs the rest of a test in a process of its own, because what the test does to its process cannot be undone, or may
// end it. It returns true there. A rest that hangs is ended by the test's own time limit, and fails.
func Apart(t *testing.T) bool {
	t.Helper()
	if os.Getenv("ZHIXINWU_APART") == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.timeout=5m", "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "ZHIXINWU_APART="+t.Name())
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	return false
}
