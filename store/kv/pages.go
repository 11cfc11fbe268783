package kv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"math"
)

// bbolt trusts its file: it follows page numbers and lengths without a look, so that one flipped byte ends in a panic, in a
// walk without an end, or in a page that is given away twice. So the file is read here before bbolt gets it: as bytes, each
// page once, each number held against what it must be. The work grows with the file and with nothing that stands in it.
//
// The layout is bbolt's (internal/common): two head pages, a list of free pages, and a tree of trees. What a node of the tree
// says of itself is exact: its entries lie one behind the other without a gap, and it has no page more than they need.

// Damage is where a file is hurt. It is an ErrCorrupt.
type Damage struct {
	Page   uint64
	Bucket string // whose page it is; "" for the parts that are nobody's
	What   string
}

func (d *Damage) Error() string {
	of := ""
	if d.Bucket != "" {
		of = " of " + d.Bucket
	}
	return fmt.Sprintf("%v: page %d%s: %s", ErrCorrupt, d.Page, of, d.What)
}

func (d *Damage) Unwrap() error { return ErrCorrupt }

// The kinds of pages, and sizes of their parts.
const (
	branchPage = 0x01
	leafPage   = 0x02
	listPage   = 0x10

	pageHeader   = 16 // id 8, kind 2, count 2, overflow 4
	metaSize     = 64
	entrySize    = 16
	bucketHeader = 16 // root 8, sequence 8
	maxDepth     = 32 // a school's largest bucket has four floors

	noList = math.MaxUint64 // a file whose list of free pages was given up by a repair
)

// meta is what a head page says: where one commit's tree begins.
type meta struct {
	size   int // of a page
	root   uint64
	list   uint64 // page of the list of free pages
	end    uint64 // the first page that was never used
	commit uint64
}

func metaAt(file io.ReaderAt, offset int64) (m meta, ok bool) {
	raw := make([]byte, metaSize)
	if _, err := file.ReadAt(raw, offset+pageHeader); err != nil {
		return m, false
	}
	sum := fnv.New64a()
	sum.Write(raw[:metaSize-8])
	u32, u64 := binary.NativeEndian.Uint32, binary.NativeEndian.Uint64
	if u32(raw) != 0xED0CDAED || u32(raw[4:]) != 2 || u64(raw[56:]) != sum.Sum64() {
		return m, false
	}
	m = meta{size: int(u32(raw[8:])), root: u64(raw[16:]), list: u64(raw[32:]), end: u64(raw[40:]), commit: u64(raw[48:])}
	return m, m.size >= 1<<10 && m.size <= 1<<24 && m.size&(m.size-1) == 0
}

// metasOf reads the two head pages; the zero meta stands for one that cannot be read. Commits write them in turn.
func metasOf(file io.ReaderAt) (both [2]meta) {
	first, ok := metaAt(file, 0)
	if ok {
		both[0] = first
	}
	for size := int64(1 << 10); size <= 1<<24; size *= 2 {
		if m, ok := metaAt(file, size); ok && int64(m.size) == size && (first.size == 0 || first.size == m.size) {
			both[1] = m
			break
		}
	}
	return both
}

// walker reads one commit's pages. Its memory is a bit a page, and one node of each floor.
type walker struct {
	file   io.ReaderAt
	meta   meta
	seen   []uint64 // a bit a page: used by the tree, or free
	values bool     // hold each value against its checksum, too
	floors [maxDepth][]byte
}

// walk reads every page that a commit can reach, and its list of free pages: each page belongs to one of them, and once.
func walk(file io.ReaderAt, m meta, values bool) error {
	w := &walker{file: file, meta: m, values: values}
	if m.end < 3 || m.root >= m.end {
		return &Damage{What: "the head page points beyond the file"}
	}
	if _, err := file.ReadAt(make([]byte, 1), int64(m.end)*int64(m.size)-1); err != nil {
		return &Damage{Page: m.end, What: fmt.Sprintf("the file is cut off before its %d pages end", m.end)}
	}
	w.seen = make([]uint64, m.end/64+1)
	w.seen[0] = 3 // the head pages
	if m.list != noList {
		if err := w.freeList(); err != nil {
			return err
		}
	}
	if err := w.tree(m.root, "", 0, nil, nil); err != nil {
		return err
	}
	for page := uint64(0); m.list != noList && page < m.end; page++ {
		if w.seen[page/64]&(1<<(page%64)) == 0 {
			return &Damage{Page: page, What: "neither used nor free"}
		}
	}
	return nil
}

// claim takes pages for whoever asks first.
func (w *walker) claim(from, n uint64) bool {
	if from < 2 || from >= w.meta.end || n > w.meta.end-from {
		return false
	}
	for page := from; page < from+n; page++ {
		bit := uint64(1) << (page % 64)
		if w.seen[page/64]&bit != 0 {
			return false
		}
		w.seen[page/64] |= bit
	}
	return true
}

// head is what a page says of itself.
type head struct {
	id       uint64
	kind     uint16
	count    int
	overflow uint64 // pages that belong to it, behind it
}

func headOf(raw []byte) head {
	return head{id: binary.NativeEndian.Uint64(raw), kind: binary.NativeEndian.Uint16(raw[8:]),
		count: int(binary.NativeEndian.Uint16(raw[10:])), overflow: uint64(binary.NativeEndian.Uint32(raw[12:]))}
}

func (w *walker) read(page uint64, raw []byte) error {
	if _, err := w.file.ReadAt(raw, int64(page)*int64(w.meta.size)); err != nil && err != io.EOF {
		return err
	}
	return nil
}

// freeList takes the free pages, before the tree could.
func (w *walker) freeList() error {
	at := w.meta.list
	bad := func(what string) error { return &Damage{Page: at, What: "the list of free pages: " + what} }
	if at >= w.meta.end {
		return bad("beyond the file")
	}
	raw := make([]byte, w.meta.size)
	if err := w.read(at, raw); err != nil {
		return err
	}
	h := headOf(raw)
	count, first := uint64(h.count), uint64(0)
	if count == 0xFFFF { // the count stands in the first place
		count, first = binary.NativeEndian.Uint64(raw[pageHeader:]), 1
	}
	need := (pageHeader + (first+min(count, w.meta.end))*8 - 1) / uint64(w.meta.size)
	switch {
	case h.id != at || h.kind != listPage:
		return bad("another page stands in its place")
	case count > w.meta.end || h.overflow != need && h.overflow != need+1: // bbolt takes one more where the last is full
		return bad("its length is wrong")
	case !w.claim(at, h.overflow+1):
		return bad("its pages are beyond the file")
	}
	raw = make([]byte, (h.overflow+1)*uint64(w.meta.size))
	if err := w.read(at, raw); err != nil {
		return err
	}
	for i := first; i < first+count; i++ {
		if free := binary.NativeEndian.Uint64(raw[pageHeader+8*i:]); !w.claim(free, 1) {
			return bad(fmt.Sprintf("page %d cannot be free", free))
		}
	}
	return nil
}

// tree reads the node at a page and what hangs on it. Its keys lie from low to below high; nil is no bound. The top tree, of
// bucket "", holds the buckets.
func (w *walker) tree(at uint64, bucket string, floor int, low, high []byte) error {
	bad := func(what string) error { return &Damage{at, bucket, what} }
	if floor == maxDepth {
		return bad("too many floors")
	}
	if at < 2 || at >= w.meta.end {
		return bad("beyond the file")
	}
	raw := w.floor(floor, w.meta.size)
	if err := w.read(at, raw); err != nil {
		return err
	}
	h := headOf(raw)
	if h.id != at || h.kind != branchPage && h.kind != leafPage {
		return bad("another page stands in its place")
	}
	if pageHeader+h.count*entrySize > len(raw) || h.kind == branchPage && h.count == 0 {
		return bad("the count of its entries is wrong")
	}
	size, ok := extent(raw, h)
	if !ok || h.overflow != (size-1)/uint64(w.meta.size) {
		return bad("its length is wrong")
	}
	if !w.claim(at, h.overflow+1) {
		return bad("its pages are used twice")
	}
	if h.overflow > 0 {
		raw = w.floor(floor, int(size))
		if err := w.read(at, raw); err != nil {
			return err
		}
	}
	var last []byte
	for i := range h.count {
		e := entryOf(raw, h, i)
		next := high
		if h.kind == branchPage && i+1 < h.count {
			next = entryOf(raw, h, i+1).key
		}
		if len(e.key) == 0 || i > 0 && bytes.Compare(last, e.key) >= 0 || bytes.Compare(e.key, low) < 0 ||
			high != nil && bytes.Compare(e.key, high) >= 0 {
			return bad("its keys are out of order")
		}
		last = e.key
		var err error
		if h.kind == branchPage {
			err = w.tree(e.child, bucket, floor+1, e.key, next)
		} else {
			err = w.leaf(e, at, bucket, floor)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// floor is the room of a floor, kept from node to node. Keys of the floors above stay where they are.
func (w *walker) floor(floor, size int) []byte {
	if cap(w.floors[floor]) < size {
		w.floors[floor] = make([]byte, size)
	}
	return w.floors[floor][:size]
}

// entry is one line of a node: of a leaf with a value, of a branch with a page.
type entry struct {
	key, value []byte
	child      uint64
	isBucket   bool
}

// places are where an entry says that its key begins, and how long key and value are.
func places(raw []byte, h head, i int) (begin, key, value uint64) {
	at := pageHeader + i*entrySize
	u := func(n int) uint64 { return uint64(binary.NativeEndian.Uint32(raw[at+n:])) }
	if h.kind == branchPage {
		return uint64(at) + u(0), u(4), 0
	}
	return uint64(at) + u(4), u(8), u(12)
}

// extent is how many bytes the node takes; ok is false when its entries do not lie one behind the other.
func extent(raw []byte, h head) (size uint64, ok bool) {
	size = pageHeader + uint64(h.count)*entrySize
	for i := range h.count {
		begin, key, value := places(raw, h, i)
		if begin != size {
			return 0, false
		}
		size += key + value
	}
	return size, true
}

// entryOf is for nodes whose extent was found right and lies in raw.
func entryOf(raw []byte, h head, i int) (e entry) {
	begin, key, value := places(raw, h, i)
	at := pageHeader + i*entrySize
	e.key = raw[begin : begin+key]
	if h.kind == branchPage {
		e.child = binary.NativeEndian.Uint64(raw[at+8:])
		return e
	}
	e.value = raw[begin+key : begin+key+value]
	e.isBucket = binary.NativeEndian.Uint32(raw[at:]) == 1
	if flags := binary.NativeEndian.Uint32(raw[at:]); flags > 1 {
		e.key = nil // no entry has other marks; a key that is empty is refused
	}
	return e
}

// leaf reads a value, or in the top tree a bucket: a tree of its own, or a small leaf that stands in the value itself.
func (w *walker) leaf(e entry, at uint64, bucket string, floor int) error {
	if e.isBucket != (bucket == "") {
		return &Damage{at, bucket, "a bucket where there is none, or none where there is one"}
	}
	if !e.isBucket {
		if !w.values {
			return nil
		}
		if _, err := unseal(bucket, e.key, e.value); err != nil {
			return &Damage{at, bucket, fmt.Sprintf("checksum of %q", e.key)}
		}
		return nil
	}
	name := string(e.key)
	if len(e.value) < bucketHeader {
		return &Damage{at, name, "its root is cut off"}
	}
	if root := binary.NativeEndian.Uint64(e.value); root != 0 {
		return w.tree(root, name, floor+1, nil, nil)
	}
	return w.small(e.value[bucketHeader:], at, name)
}

// small reads a leaf inside a value; it has no page and no overflow of its own.
func (w *walker) small(raw []byte, at uint64, bucket string) error {
	bad := func(what string) error { return &Damage{at, bucket, what} }
	if len(raw) < pageHeader {
		return bad("its leaf is cut off")
	}
	h := headOf(raw)
	if h.id != 0 || h.kind != leafPage || h.overflow != 0 || pageHeader+h.count*entrySize > len(raw) {
		return bad("its leaf is no leaf")
	}
	if size, ok := extent(raw, h); !ok || size != uint64(len(raw)) {
		return bad("the length of its leaf is wrong")
	}
	var last []byte
	for i := range h.count {
		e := entryOf(raw, h, i)
		if len(e.key) == 0 || i > 0 && bytes.Compare(last, e.key) >= 0 {
			return bad("its keys are out of order")
		}
		last = e.key
		if err := w.leaf(e, at, bucket, 0); err != nil {
			return err
		}
	}
	return nil
}
