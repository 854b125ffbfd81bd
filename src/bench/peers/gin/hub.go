package main

import (
	"sync"

	"github.com/gorilla/websocket"
)

// hubs holds the hub of each channel; a hub stays once it was made.
type hubs struct {
	queue  int
	mutex  sync.Mutex
	byName map[string]*hub
}

func newHubs(queue int) *hubs {
	return &hubs{queue: queue, byName: make(map[string]*hub)}
}

func (h *hubs) of(channel string) *hub {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	found, ok := h.byName[channel]
	if !ok {
		found = &hub{
			queue:      h.queue,
			register:   make(chan *client),
			unregister: make(chan *client),
			broadcast:  make(chan []byte),
			members:    make(map[*client]struct{}),
		}
		h.byName[channel] = found
		go found.run()
	}
	return found
}

// hub owns the members of one channel; only its goroutine touches them.
type hub struct {
	queue      int
	register   chan *client
	unregister chan *client
	broadcast  chan []byte
	members    map[*client]struct{}
}

// join makes the connection a member, and returns when it has left.
func (h *hub) join(conn *websocket.Conn) {
	member := &client{hub: h, conn: conn, send: make(chan []byte, h.queue)}
	h.register <- member
	go member.writePump()
	member.readPump()
}

func (h *hub) run() {
	for {
		select {
		case member := <-h.register:
			h.members[member] = struct{}{}
		case member := <-h.unregister:
			h.drop(member)
		case message := <-h.broadcast:
			for member := range h.members {
				select {
				case member.send <- message:
				default:
					h.drop(member) // too slow: its queue is full
				}
			}
		}
	}
}

func (h *hub) drop(member *client) {
	if _, ok := h.members[member]; ok {
		delete(h.members, member)
		close(member.send)
	}
}
