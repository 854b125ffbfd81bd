package io.heartwire.api;

import io.heartwire.channel.ChannelName;

/** What commands are given names for, checked. */
final class Names {

  private Names() {}

  /**
   * @throws ApiException if it is missing or breaks the rule
   */
  static ChannelName channel(String text) {
    if (text.isEmpty()) {
      throw ApiException.badRequest("channel is missing");
    }
    return ChannelName.parse(text)
        .orElseThrow(() -> ApiException.badRequest("channel must have " + ChannelName.RULE));
  }

  /**
   * @throws ApiException if the user is missing
   */
  static void requireUser(Request.Target target) {
    if (target.user().isEmpty()) {
      throw ApiException.badRequest("user is missing");
    }
  }
}
