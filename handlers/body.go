package handlers

import (
	"io"
	"iter"
	"mime/multipart"
	"strings"
	"zhixinwu/store/access"
	"zhixinwu/store/school"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// What anybody in the school's network may make the program hold in memory. A body is read only after the guard has let
// its sender through, and only into a slot; until then the server holds no more than its first bytes. The sum of it all
// stands below 100 MB whatever is sent: TestStrangersCannotFillIt.
const (
	strangerLimit = 64 << 10  // of a form of somebody unknown
	bodyLimit     = 512 << 10 // of a device or a member of staff: well above the longest drawing
	fileLimit     = 12 << 20  // of a school's longest list and a phone's photo

	strangerSlots, bodySlots, fileSlots = 16, 16, 2

	// firstBytes of a body are there before any handler runs, see fasthttp's StreamRequestBody: a form that is no longer
	// waits for nobody, needs no slot, and is not kept out by those who hold all slots and send nothing.
	firstBytes = 8 << 10

	// Connections cost up to 30 kB each. One address may have many: fifty boards behind one proxy or one router, with
	// the pages beside them.
	connections           = 1024
	connectionsPerAddress = 256
)

// bodies bound how many bodies are held at once: each has a place in one of these.
type bodies struct{ strangers, known, files chan struct{} }

func newBodies() bodies {
	return bodies{make(chan struct{}, strangerSlots), make(chan struct{}, bodySlots), make(chan struct{}, fileSlots)}
}

// bounded makes the server keep to these bounds where Fiber has no word for them.
func bounded(server *fasthttp.Server) {
	server.MaxConnsPerIP = connectionsPerAddress
	server.FormValueFunc = postedValue
}

// unencoded refuses a body that would have to be unpacked: a few kilobytes can hold gigabytes, and no browser packs a form.
func unencoded(c *fiber.Ctx) error {
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return fiber.ErrUnsupportedMediaType
	}
	return c.Next()
}

// read reads the form of a request that the guard has let through. A file stays on the line until its handler reads it,
// see uploaded. A stranger who finds no slot is sent away; whoever belongs here waits for one.
func (b bodies) read(n need) fiber.Handler {
	limit, free := bodyLimit, b.known
	if n.anyone {
		limit, free = strangerLimit, b.strangers
	}
	return func(c *fiber.Ctx) error {
		r := c.Request()
		line, length := r.BodyStream(), r.Header.ContentLength()
		if line == nil {
			return c.Next()
		}
		if strings.HasPrefix(strings.ToLower(c.Get(fiber.HeaderContentType)), "multipart/") {
			if !n.file {
				return fiber.ErrUnsupportedMediaType
			}
			if length > fileLimit+firstBytes {
				return fiber.ErrRequestEntityTooLarge
			}
			b.files <- struct{}{}
			defer func() { <-b.files }()
			return c.Next()
		}
		if length > limit {
			return fiber.ErrRequestEntityTooLarge
		}
		if length < 0 || length > firstBytes {
			select {
			case free <- struct{}{}:
			default:
				if n.anyone {
					return access.ErrBusy
				}
				free <- struct{}{}
			}
			defer func() { <-free }()
		}
		form, err := io.ReadAll(io.LimitReader(line, int64(limit)+1))
		if err != nil {
			return fiber.ErrRequestTimeout // cut off, or slower than the server waits
		}
		if len(form) > limit {
			return fiber.ErrRequestEntityTooLarge
		}
		r.SetBodyRaw(form)
		return c.Next()
	}
}

// postedValue is a field of a form, and of nothing else: the address and its query end up in histories and logs, so what
// is secret or changes something is never taken from there.
func postedValue(ctx *fasthttp.RequestCtx, name string) []byte { return ctx.PostArgs().Peek(name) }

// upload is one file of a form.
type upload struct {
	name string
	data []byte
}

// uploads are the files of a form in parts, one after the other, straight from the line into memory: children's data never
// lies in a temporary file. Of each no more than most bytes are read, and one: whoever takes the file asks how long it is.
func uploads(c *fiber.Ctx, field string, most int64) iter.Seq2[upload, error] {
	return func(yield func(upload, error) bool) {
		boundary, line := string(c.Request().Header.MultipartFormBoundary()), c.Request().BodyStream()
		if boundary == "" || line == nil {
			return
		}
		parts := multipart.NewReader(io.LimitReader(line, fileLimit+2*firstBytes), boundary)
		for {
			part, err := parts.NextPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(upload{}, school.ErrInvalid)
				return
			}
			if part.FormName() != field || part.FileName() == "" {
				continue
			}
			data, err := io.ReadAll(io.LimitReader(part, most+1))
			if err != nil {
				yield(upload{}, school.ErrInvalid)
				return
			}
			if !yield(upload{part.FileName(), data}, nil) {
				return
			}
		}
	}
}

// uploaded reads the one file that a form asks for. Without the file it is empty.
func uploaded(c *fiber.Ctx, name string) (data []byte, filename string, err error) {
	for file, err := range uploads(c, name, fileLimit) {
		if err == nil && len(file.data) > fileLimit {
			err = fiber.ErrRequestEntityTooLarge
		}
		return file.data, file.name, err
	}
	return nil, "", nil
}
