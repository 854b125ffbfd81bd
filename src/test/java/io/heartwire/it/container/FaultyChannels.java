package io.heartwire.it.container;

import io.heartwire.broker.Broker;
import io.heartwire.broker.Presence;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishResult;
import io.heartwire.channel.ChannelConfig;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.channel.PublishExtras;
import io.heartwire.channel.PublishListener;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscriber;
import io.heartwire.channel.Subscription;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.time.TimeSource;
import io.heartwire.trace.Tracing;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletionStage;

/** The real channels, but for two names: one fails when subscribed to, one when published to. */
@Alternative
@Priority(1)
@Singleton
@FaultyChannels.Discovered
public class FaultyChannels extends Channels {

  /** Makes it a bean where only annotated classes are; {@code @Singleton} alone does not. */
  @Stereotype
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Discovered {}

  static final String FAILS_TO_OPEN = "fails-to-open";
  static final String FAILS_TO_PUBLISH = "fails-to-publish";

  @Inject
  public FaultyChannels(
      Broker broker,
      Presence presence,
      ChannelRules rules,
      ChannelConfig config,
      ApplicationEvents events,
      PublishListener fanOuts,
      Tracing tracing,
      TimeSource time) {
    super(broker, presence, rules, config, events, fanOuts, tracing, time);
  }

  @Override
  public CompletionStage<Subscription> subscribe(
      ChannelName name, Subscriber subscriber, SubscribeRequest request, SubscribeGrant grant) {
    if (name.value().equals(FAILS_TO_OPEN)) {
      throw new IllegalStateException("made to fail when subscribed to");
    }
    return super.subscribe(name, subscriber, request, grant);
  }

  @Override
  public CompletionStage<PublishResult> publish(
      ChannelName name, PublicationDraft draft, PublishExtras extras) {
    if (name.value().equals(FAILS_TO_PUBLISH)) {
      throw new IllegalStateException("made to fail when published to");
    }
    return super.publish(name, draft, extras);
  }
}
