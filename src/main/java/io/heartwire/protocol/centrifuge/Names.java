package io.heartwire.protocol.centrifuge;

import io.heartwire.channel.ChannelName;

/** Names of channels as clients send them. */
final class Names {

  private Names() {}

  /**
   * @throws ProtocolException if there is no name, which breaks the protocol, or one that cannot be
   *     a channel's
   */
  static ChannelName channel(String text) {
    if (text.isEmpty()) {
      throw new ProtocolException(DisconnectCode.BAD_REQUEST);
    }
    return ChannelName.parse(text).orElseThrow(() -> new ProtocolException(ErrorCode.BAD_REQUEST));
  }
}
