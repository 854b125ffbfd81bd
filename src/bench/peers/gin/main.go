// A broadcast server as it is usually written with Gin and gorilla/websocket: one hub per channel,
// two goroutines per client. It is what Heartwire's benchmark compares with, not an example to copy.
package main

import (
	"errors"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
)

const (
	pingEvery   = 25 * time.Second
	pongWithin  = 60 * time.Second
	writeWithin = 10 * time.Second
	maxMessage  = 64 * 1024
)

var upgrader = websocket.Upgrader{
	ReadBufferSize: 1024,
	// A joined frame of several messages leaves in one write; 1024 would cut it into fragments.
	WriteBufferSize: 4096,
	CheckOrigin:     func(*http.Request) bool { return true },
}

func main() {
	queue, err := queueSize()
	if err != nil {
		log.Fatal(err)
	}
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	hubs := newHubs(queue)
	router.GET("/ws/:channel", func(c *gin.Context) {
		if conn := upgrade(c); conn != nil {
			hubs.of(c.Param("channel")).join(conn)
		}
	})
	router.GET("/echo", func(c *gin.Context) {
		if conn := upgrade(c); conn != nil {
			echo(conn)
		}
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), router))
}

// queueSize is how many messages may wait for one client before it is dropped.
func queueSize() (int, error) {
	text := os.Getenv("SEND_QUEUE")
	if text == "" {
		return 1024, nil
	}
	size, err := strconv.Atoi(text)
	if err != nil || size < 1 {
		return 0, errors.New("SEND_QUEUE is not a positive number: " + text)
	}
	return size, nil
}

// upgrade answers the request itself when it is no WebSocket handshake, and returns nil.
func upgrade(c *gin.Context) *websocket.Conn {
	conn, err := upgrader.Upgrade(c.Writer, c.Request, nil)
	if err != nil {
		return nil
	}
	conn.SetReadLimit(maxMessage)
	conn.SetReadDeadline(time.Now().Add(pongWithin))
	conn.SetPongHandler(func(string) error {
		return conn.SetReadDeadline(time.Now().Add(pongWithin))
	})
	return conn
}
