package handlers

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"zhixinwu/store/storetest"
)

// TestEncodedBody: what is packed is refused before anybody unpacks it, whoever sends it and wherever to.
func TestEncodedBody(t *testing.T) {
	s := openSite(t, 2)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write([]byte("login=admin&password=" + url.QueryEscape(storetest.Password)))
	w.Close()
	for _, path := range []string{"/login", "/nowhere", "/kiosk/scan"} {
		for _, encoding := range []string{"gzip", "deflate", "br", "identity, gzip"} {
			s.client().send(http.MethodPost, path, packed.String(), "Content-Encoding", encoding).
				want(t, path+" "+encoding, http.StatusUnsupportedMediaType, "不认识这种格式")
		}
	}
}

// TestMultipart: a form in parts is taken where a file is chosen, and nowhere else.
func TestMultipart(t *testing.T) {
	s := openSite(t, 2)
	s.client().upload("/login", "login", "x", []byte("admin")).want(t, "the login", http.StatusUnsupportedMediaType)
	s.kiosk().upload("/kiosk/scan", "code", "x", []byte("1")).want(t, "a scan", http.StatusUnsupportedMediaType)
	office := s.as(s.Office)
	office.upload("/office/import/plan", "list", "x.csv", []byte("姓名")).want(t, "no file is asked for", http.StatusUnsupportedMediaType)
	office.upload("/office/import", "list", "x.csv", []byte("姓名,班级\n禾小七,三(2)班\n")).want(t, "a list", 200, "禾小七")
	office.upload("/office/import", "list", "x.csv", bytes.Repeat([]byte("x"), fileLimit+1)).
		want(t, "too large", http.StatusRequestEntityTooLarge, "内容太多了")
	office.upload("/office/import", "other", "x.csv", []byte("姓名")).want(t, "another field", 422)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.CreateFormFile("list", "x.csv")
	office.send(http.MethodPost, "/office/import", body.String()+"cut off", "Content-Type", form.FormDataContentType()).
		want(t, "a form that does not end", 422)
}

// TestBodyLimits: a stranger's body is small, that of a device may be a drawing.
func TestBodyLimits(t *testing.T) {
	s := openSite(t, 2)
	form := func(size int) string { return "login=admin&password=" + strings.Repeat("x", size) }
	s.client().send(http.MethodPost, "/login", form(strangerLimit)).want(t, "over", http.StatusRequestEntityTooLarge, "内容太多了")
	s.client().send(http.MethodPost, "/login", form(strangerLimit/2)).want(t, "under", http.StatusUnauthorized)
	text := strings.Repeat("长", 2000)
	s.kiosk().post("/kiosk/letter", "kind", "text", "text", text, "drawing", strings.Repeat("x", strangerLimit)).
		want(t, "a child's letter", 200, "记住")
	s.kiosk().post("/kiosk/letter", "kind", "text", "text", text, "drawing", strings.Repeat("x", bodyLimit)).
		want(t, "no honest letter", http.StatusRequestEntityTooLarge)
	chunked := "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
		"Transfer-Encoding: chunked\r\n\r\n" +
		strings.Repeat(fmt.Sprintf("%x\r\n%s\r\n", 1<<14, strings.Repeat("x", 1<<14)), 5) + "0\r\n\r\n"
	if status := s.raw(t, chunked); status != http.StatusRequestEntityTooLarge {
		t.Errorf("in chunks: %d", status)
	}
}

// begin sends bytes over a real connection of their own, which stays open until the test ends.
func begin(t *testing.T, address, request string) net.Conn {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// status waits for the answer on a connection.
func status(t *testing.T, conn net.Conn) int {
	t.Helper()
	conn.SetReadDeadline(time.Now().Add(2 * time.Minute))
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

// raw sends bytes over a real connection and returns the status of the answer.
func (s *site) raw(t *testing.T, request string) int {
	t.Helper()
	return status(t, begin(t, s.listen(), request))
}

// TestStrangersSlots: those who announce a long form and send the half of it hold all places for long forms of strangers, and
// none of anybody else: a login that is as short as a login is goes on, and so does a child's letter.
func TestStrangersSlots(t *testing.T) {
	s := openSite(t, 2)
	k, url := s.kiosk(), s.listen()
	long := "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
		"Content-Length: 60000\r\n\r\n" + strings.Repeat("x", 20_000)
	for range strangerSlots {
		begin(t, url, long)
	}
	whole := long + strings.Repeat("x", 40_000)
	for end := time.Now().Add(2 * time.Minute); status(t, begin(t, url, whole)) != http.StatusServiceUnavailable; {
		if time.Now().After(end) {
			t.Fatal("strangers hold as many bodies as they like")
		}
	}
	s.client().post("/login", "login", "admin", "password", storetest.Password).want(t, "a login", 303)
	k.post("/kiosk/letter", "kind", "text", "text", strings.Repeat("长", 2000)).want(t, "a letter", 200, "记住")
}

// TestConnectionsOfOneAddress: a machine has as many connections as fifty boards behind one proxy need, and no more.
func TestConnectionsOfOneAddress(t *testing.T) {
	s := openSite(t, 2)
	url, answers := s.listen(), map[int]int{}
	for range connectionsPerAddress + 20 {
		answers[status(t, begin(t, url, "GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"))]++
	}
	if answers[200] != connectionsPerAddress || answers[429] != 20 {
		t.Errorf("the answers: %v", answers)
	}
}

// TestBodyIsNotAwaited: whoever announces a long body is refused by what it announces, and whoever needs to log in first is
// sent there, before the body has come.
func TestBodyIsNotAwaited(t *testing.T) {
	for path, want := range map[string]int{"/login": 413, "/nowhere": 404, "/office/import": 401, "/kiosk/letter": 401} {
		request := "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
			"Content-Length: 12000000\r\n\r\n" + strings.Repeat("x", 16<<10)
		if status := openSite(t, 2).raw(t, request); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}
