package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Peer;
import java.util.Optional;

/** Handshakes as tests describe them: good ones, but for what they say. Immutable. */
record TestArrival(
    Entrance entrance,
    String address,
    int ipv6Prefix,
    Optional<ChannelName> channel,
    boolean isUpgrade,
    Optional<String> origin,
    String user,
    String tenant) {

  static final Target TARGET = new Target("gateway.example.com", 9080, false);

  /** A raw client without an origin, for {@code /ws/lobby}. */
  static final TestArrival RAW = raw(Optional.of(new ChannelName("lobby")));

  static final TestArrival CENTRIFUGE =
      new TestArrival(
          Entrance.CENTRIFUGE, "192.0.2.7", 64, Optional.empty(), true, Optional.empty(), "", "");

  static TestArrival raw(Optional<ChannelName> channel) {
    return new TestArrival(Entrance.RAW, "192.0.2.7", 64, channel, true, Optional.empty(), "", "");
  }

  TestArrival from(String other) {
    return new TestArrival(entrance, other, ipv6Prefix, channel, isUpgrade, origin, user, tenant);
  }

  TestArrival ofPage(String header) {
    return new TestArrival(
        entrance, address, ipv6Prefix, channel, isUpgrade, Optional.of(header), user, tenant);
  }

  TestArrival as(String name) {
    return new TestArrival(entrance, address, ipv6Prefix, channel, isUpgrade, origin, name, tenant);
  }

  TestArrival of(String tenantClass) {
    return new TestArrival(
        entrance, address, ipv6Prefix, channel, isUpgrade, origin, user, tenantClass);
  }

  TestArrival withoutUpgrade() {
    return new TestArrival(entrance, address, ipv6Prefix, channel, false, origin, user, tenant);
  }

  /** A fresh one. */
  Arrival arrive() {
    return new Arrival(
        new Place(entrance, AddressPrefix.of(address, ipv6Prefix)),
        channel,
        isUpgrade,
        origin,
        TARGET,
        new Peer(entrance.protocol(), address, "test", user, tenant));
  }
}
