package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Peer;
import io.heartwire.limit.AddressPrefix;
import java.util.List;
import java.util.Optional;

/** Handshakes as tests describe them: good ones, but for what they say. Immutable. */
record TestArrival(
    ProtocolPath protocolPath,
    String address,
    int ipv6Prefix,
    Optional<ChannelName> channel,
    boolean isUpgrade,
    Optional<String> origin,
    BearerTokens tokens,
    String user,
    String tenant) {

  private static final BearerTokens WITHOUT_TOKEN =
      new BearerTokens(Optional.empty(), List.of(), name -> List.of());

  static final RequestHost TARGET = new RequestHost("gateway.example.com", 9080, false);

  /** A raw client without an origin, for {@code /ws/lobby}. */
  static final TestArrival RAW = raw(Optional.of(new ChannelName("lobby")));

  static final TestArrival CENTRIFUGE = to(ProtocolPath.CENTRIFUGE, Optional.empty());

  static final TestArrival STOMP = to(ProtocolPath.STOMP, Optional.empty());

  static TestArrival raw(Optional<ChannelName> channel) {
    return to(ProtocolPath.RAW, channel);
  }

  private static TestArrival to(ProtocolPath path, Optional<ChannelName> channel) {
    return new TestArrival(
        path, "192.0.2.7", 64, channel, true, Optional.empty(), WITHOUT_TOKEN, "", "");
  }

  TestArrival from(String other) {
    return new TestArrival(
        protocolPath, other, ipv6Prefix, channel, isUpgrade, origin, tokens, user, tenant);
  }

  TestArrival ofPage(String header) {
    return new TestArrival(
        protocolPath,
        address,
        ipv6Prefix,
        channel,
        isUpgrade,
        Optional.of(header),
        tokens,
        user,
        tenant);
  }

  TestArrival as(String name) {
    return new TestArrival(
        protocolPath, address, ipv6Prefix, channel, isUpgrade, origin, tokens, name, tenant);
  }

  TestArrival of(String tenantClass) {
    return new TestArrival(
        protocolPath, address, ipv6Prefix, channel, isUpgrade, origin, tokens, user, tenantClass);
  }

  /** What it brings in the header {@code Authorization}. */
  TestArrival bringing(String authorization) {
    return bringing(new BearerTokens(Optional.of(authorization), List.of(), name -> List.of()));
  }

  TestArrival bringing(BearerTokens some) {
    return new TestArrival(
        protocolPath, address, ipv6Prefix, channel, isUpgrade, origin, some, user, tenant);
  }

  TestArrival withoutUpgrade() {
    return new TestArrival(
        protocolPath, address, ipv6Prefix, channel, false, origin, tokens, user, tenant);
  }

  /** A fresh one. */
  AdmissionRequest arrive() {
    return new AdmissionRequest(
        new Reservation(protocolPath, AddressPrefix.of(address, ipv6Prefix)),
        channel,
        isUpgrade ? null : Refusal.notAnUpgrade(),
        origin,
        TARGET,
        tokens,
        new Peer(protocolPath.protocol(), address, "test", user, tenant));
  }
}
