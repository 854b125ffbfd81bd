package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Peer;
import java.util.List;
import java.util.Optional;

/** Handshakes as tests describe them: good ones, but for what they say. Immutable. */
record TestArrival(
    Entrance entrance,
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

  static final Target TARGET = new Target("gateway.example.com", 9080, false);

  /** A raw client without an origin, for {@code /ws/lobby}. */
  static final TestArrival RAW = raw(Optional.of(new ChannelName("lobby")));

  static final TestArrival CENTRIFUGE =
      new TestArrival(
          Entrance.CENTRIFUGE,
          "192.0.2.7",
          64,
          Optional.empty(),
          true,
          Optional.empty(),
          WITHOUT_TOKEN,
          "",
          "");

  static TestArrival raw(Optional<ChannelName> channel) {
    return new TestArrival(
        Entrance.RAW, "192.0.2.7", 64, channel, true, Optional.empty(), WITHOUT_TOKEN, "", "");
  }

  TestArrival from(String other) {
    return new TestArrival(
        entrance, other, ipv6Prefix, channel, isUpgrade, origin, tokens, user, tenant);
  }

  TestArrival ofPage(String header) {
    return new TestArrival(
        entrance,
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
        entrance, address, ipv6Prefix, channel, isUpgrade, origin, tokens, name, tenant);
  }

  TestArrival of(String tenantClass) {
    return new TestArrival(
        entrance, address, ipv6Prefix, channel, isUpgrade, origin, tokens, user, tenantClass);
  }

  /** What it brings in the header {@code Authorization}. */
  TestArrival bringing(String authorization) {
    return bringing(new BearerTokens(Optional.of(authorization), List.of(), name -> List.of()));
  }

  TestArrival bringing(BearerTokens some) {
    return new TestArrival(
        entrance, address, ipv6Prefix, channel, isUpgrade, origin, some, user, tenant);
  }

  TestArrival withoutUpgrade() {
    return new TestArrival(
        entrance, address, ipv6Prefix, channel, false, origin, tokens, user, tenant);
  }

  /** A fresh one. */
  Arrival arrive() {
    return new Arrival(
        new Place(entrance, AddressPrefix.of(address, ipv6Prefix)),
        channel,
        isUpgrade,
        origin,
        TARGET,
        tokens,
        new Peer(entrance.protocol(), address, "test", user, tenant));
  }
}
