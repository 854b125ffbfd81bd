package main

import (
	"time"

	"github.com/gorilla/websocket"
)

// client is one member of a channel: readPump is the only reader, writePump the only writer.
type client struct {
	hub  *hub
	conn *websocket.Conn
	send chan []byte // closed by the hub when the client is dropped
}

func (c *client) readPump() {
	defer func() {
		c.hub.unregister <- c
		c.conn.Close()
	}()
	for {
		_, message, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		c.hub.broadcast <- message
	}
}

func (c *client) writePump() {
	ticker := time.NewTicker(pingEvery)
	defer func() {
		ticker.Stop()
		c.conn.Close()
	}()
	for {
		select {
		case message, open := <-c.send:
			c.conn.SetWriteDeadline(time.Now().Add(writeWithin))
			if !open {
				c.conn.WriteMessage(websocket.CloseMessage, nil)
				return
			}
			if c.write(message) != nil {
				return
			}
		case <-ticker.C:
			if c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWithin)) != nil {
				return
			}
		}
	}
}

// write sends the message and all that waits behind it as one frame, with newlines between them.
func (c *client) write(message []byte) error {
	writer, err := c.conn.NextWriter(websocket.TextMessage)
	if err != nil {
		return err
	}
	writer.Write(message)
	for waiting := len(c.send); waiting > 0; waiting-- {
		next, open := <-c.send
		if !open {
			break
		}
		writer.Write([]byte{'\n'})
		writer.Write(next)
	}
	return writer.Close()
}

// echo sends each message back, and returns when the connection has ended.
func echo(conn *websocket.Conn) {
	done := make(chan struct{})
	defer func() {
		close(done)
		conn.Close()
	}()
	go ping(conn, done)
	for {
		kind, message, err := conn.ReadMessage()
		if err != nil {
			return
		}
		conn.SetWriteDeadline(time.Now().Add(writeWithin))
		if conn.WriteMessage(kind, message) != nil {
			return
		}
	}
}

func ping(conn *websocket.Conn, done <-chan struct{}) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			if conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWithin)) != nil {
				return
			}
		}
	}
}
