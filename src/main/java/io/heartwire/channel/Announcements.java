package io.heartwire.channel;

import io.heartwire.broker.Broker;
import io.heartwire.hook.ApplicationEvents;

/**
 * Says that a subscription has begun or ended: to the application's observers, unless the channel
 * is the gateway's own, and to the channel where its namespace says so: there a client joins with
 * the first of its subscriptions and leaves with the last. Safe for use by any thread; nothing
 * blocks.
 */
final class Announcements {
  private final Broker broker;
  private final BackgroundFailures backgroundFailures;
  private final ApplicationEvents events;

  Announcements(Broker broker, BackgroundFailures backgroundFailures, ApplicationEvents events) {
    this.broker = broker;
    this.backgroundFailures = backgroundFailures;
    this.events = events;
  }

  /** It delivers from now on. */
  void began(Subscription subscription) {
    if (!subscription.channel().isOwn()) {
      events.fire(
          subscription.info().client(),
          new ClientSubscribed(subscription.channel(), subscription.info()));
    }
    if (subscription.options().joinLeave() && !subscription.isAnnouncedByAnother()) {
      backgroundFailures.watch(
          broker.publishJoin(subscription.channel().value(), subscription.info()));
    }
    subscription.announced();
    if (subscription.hasEnded()) {
      ended(subscription); // it ended meanwhile: nobody hears of the end before the beginning
    }
  }

  /** Nothing happens if the beginning was not announced, or the end has been. */
  void ended(Subscription subscription) {
    if (!subscription.mustAnnounceEnd()) {
      return;
    }
    if (subscription.options().joinLeave() && !subscription.isAnnouncedByAnother()) {
      backgroundFailures.watch(
          broker.publishLeave(subscription.channel().value(), subscription.info()));
    }
    if (!subscription.channel().isOwn()) {
      events.fire(
          subscription.info().client(),
          new ClientUnsubscribed(
              subscription.channel(), subscription.info(), subscription.endedBy()));
    }
  }
}
