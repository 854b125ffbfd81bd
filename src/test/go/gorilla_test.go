package clients

import (
	"strconv"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// The buffer for writing, 4096 bytes by default, leaves as a fragment whenever it is full.
func TestGorillaGetsBackWhole20KilobytesThatItCutsWithinCharacters(t *testing.T) {
	for shift := 0; shift < 2; shift++ {
		t.Run("shifted by "+strconv.Itoa(shift), func(t *testing.T) {
			socket, _, err := websocket.DefaultDialer.Dial(address(t, "/ws/gorilla"), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer socket.Close()
			_ = socket.SetReadDeadline(time.Now().Add(patience))
			text := cyrillicJSON(20_000, shift)

			if err := socket.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
				t.Fatal(err)
			}

			kind, message, err := socket.ReadMessage()
			if err != nil {
				t.Fatal("no message: ", err)
			}
			if kind != websocket.TextMessage {
				t.Errorf("a message of kind %d, not text", kind)
			}
			if string(message) != text {
				t.Errorf("%d bytes that are not the %d sent", len(message), len(text))
			}
		})
	}
}
