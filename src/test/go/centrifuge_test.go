package clients

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/centrifugal/centrifuge-go"
)

// The official client is built on gorilla, with its default buffers.
func TestCentrifugeGetsBackWhole20KilobytesThatItPublishes(t *testing.T) {
	for shift := 0; shift < 2; shift++ {
		t.Run("shifted by "+strconv.Itoa(shift), func(t *testing.T) {
			subscription, received, lost := subscribe(t, "centrifuge-go")
			data := cyrillicJSON(20_000, shift)
			limit, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()

			if _, err := subscription.Publish(limit, []byte(data)); err != nil {
				t.Fatalf("not published: %v; %s", err, next(lost))
			}

			select {
			case got := <-received:
				if got != data {
					t.Errorf("%d bytes that are not the %d published", len(got), len(data))
				}
			case why := <-lost:
				t.Fatal(why)
			case <-limit.Done():
				t.Fatal("nothing came")
			}
		})
	}
}

// subscribe returns when the subscription is established. Publications arrive in the first
// channel; the second one tells when and why the connection ended.
func subscribe(t *testing.T, channel string) (*centrifuge.Subscription, chan string, chan string) {
	t.Helper()
	received, lost, subscribed := make(chan string, 16), make(chan string, 16), make(chan struct{}, 16)
	client := centrifuge.NewJsonClient(
		address(t, "/connection/websocket"), centrifuge.Config{ReadTimeout: patience})
	t.Cleanup(client.Close)
	client.OnConnecting(func(event centrifuge.ConnectingEvent) {
		if event.Code != 0 { // as it is when the test itself connects
			lost <- fmt.Sprintf("connection lost: %d %s", event.Code, event.Reason)
		}
	})
	client.OnDisconnected(func(event centrifuge.DisconnectedEvent) {
		lost <- fmt.Sprintf("disconnected: %d %s", event.Code, event.Reason)
	})
	subscription, err := client.NewSubscription(channel)
	if err != nil {
		t.Fatal(err)
	}
	subscription.OnSubscribed(func(centrifuge.SubscribedEvent) { subscribed <- struct{}{} })
	subscription.OnPublication(func(event centrifuge.PublicationEvent) {
		received <- string(event.Data)
	})
	if err := client.Connect(); err != nil {
		t.Fatal(err)
	}
	if err := subscription.Subscribe(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-subscribed:
	case why := <-lost:
		t.Fatal(why)
	case <-time.After(patience):
		t.Fatal("not subscribed in time")
	}
	return subscription, received, lost
}

// next is what the channel has, or will have soon.
func next(lost chan string) string {
	select {
	case why := <-lost:
		return why
	case <-time.After(time.Second):
		return "still connected"
	}
}
