package com.example.market;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** A WebSocket of the application's own, from before. */
@ServerEndpoint("/notes")
public class Notes {
  @OnMessage
  public String note(String text) {
    return "noted: " + text;
  }
}
