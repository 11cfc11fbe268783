package kv

import "sync"

// hub delivers topics to listeners without ever waiting for one: each listener has a one-slot channel, and a signal that
// finds the slot taken merges with the one already there.
type hub struct {
	mu        sync.Mutex
	versions  map[string]uint64
	listeners map[string]map[chan struct{}]struct{}
}

func newHub() *hub {
	return &hub{versions: map[string]uint64{}, listeners: map[string]map[chan struct{}]struct{}{}}
}

func (h *hub) subscribe(topics []string) (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range topics {
		if h.listeners[t] == nil {
			h.listeners[t] = map[chan struct{}]struct{}{}
		}
		h.listeners[t][ch] = struct{}{}
	}
	return ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, t := range topics {
			delete(h.listeners[t], ch)
		}
	}
}

func (h *hub) publish(topics map[string]struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for t := range topics {
		h.versions[t]++
		for ch := range h.listeners[t] {
			select {
			case ch <- struct{}{}:
			default:
			}
		}
	}
}

func (h *hub) version(topic string) uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.versions[topic]
}
