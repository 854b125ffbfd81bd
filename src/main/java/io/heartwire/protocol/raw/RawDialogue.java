package io.heartwire.protocol.raw;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.channel.Subscription;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.protocol.Dialogue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The conversation of a raw connection: subscribed to its one channel for as long as it lives. */
public final class RawDialogue implements Dialogue {
  private final Connection connection;
  private final ChannelName channel;
  private final Channels channels;
  private @Nullable Subscription subscription; // guarded by this
  private boolean closed; // guarded by this

  public RawDialogue(Connection connection, ChannelName channel, Channels channels) {
    this.connection = connection;
    this.channel = channel;
    this.channels = channels;
  }

  @Override
  public void opened() {
    synchronized (this) {
      if (closed) {
        return;
      }
      subscription = channels.subscribe(channel, connection);
    }
    connection.ready();
  }

  @Override
  public void text(String message) {
    channels.publish(channel, Message.text(message, channel));
  }

  @Override
  public void binary(ByteBuffer message) {
    channels.publish(channel, Message.binary(message, channel));
  }

  @Override
  public void closed() {
    Subscription held;
    synchronized (this) {
      closed = true;
      held = subscription;
      subscription = null;
    }
    if (held != null) {
      held.cancel();
    }
  }
}
