package io.heartwire.protocol.centrifuge;

import io.heartwire.channel.ChannelName;
import java.util.Optional;

/** Parses channel names that clients send. */
final class ChannelNames {

  private ChannelNames() {}

  /**
   * @throws ProtocolException if the name is missing, which breaks the protocol, or invalid
   */
  static ChannelName channel(String text) {
    if (text.isEmpty()) {
      throw new ProtocolException(DisconnectCode.BAD_REQUEST);
    }
    return parse(text).orElseThrow(() -> new ProtocolException(ErrorCode.BAD_REQUEST));
  }

  /** Returns the name, or empty if clients may not use it: they may use printable ASCII only. */
  static Optional<ChannelName> parse(String text) {
    return ChannelName.parse(text).filter(ChannelName::isPrintableAscii);
  }

  /**
   * Parses the name of a present subscription. It may be any valid name, since the server may
   * subscribe clients to any channel.
   *
   * @throws ProtocolException as above
   */
  static ChannelName ofSubscription(String text) {
    if (text.isEmpty()) {
      throw new ProtocolException(DisconnectCode.BAD_REQUEST);
    }
    return ChannelName.parse(text).orElseThrow(() -> new ProtocolException(ErrorCode.BAD_REQUEST));
  }
}
