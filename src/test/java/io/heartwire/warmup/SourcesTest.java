package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
  private static final int CLIENTS = 100_000;

  @Test
  void clientsOfTheLoopbackComeTwoByTwoFromEverNewAddresses() throws IOException {
    Sources sources = Sources.of(InetAddress.getByName("127.0.0.1"));
    Set<InetAddress> known = new HashSet<>();
    for (int i = 0; i < CLIENTS; i += 2) {
      InetAddress address = sources.of(i).getAddress();
      assertThat(address.isLoopbackAddress()).isTrue();
      assertThat(known.add(address)).isTrue();
      assertThat(sources.of(i + 1).getAddress()).isEqualTo(address);
    }
    try (Socket bound = new Socket()) {
      bound.bind(sources.of(CLIENTS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "192.0.2.7"})
  void clientsOfAnyOtherAddressComeFromWhereTheSystemSays(String server) throws IOException {
    Sources sources = Sources.of(InetAddress.getByName(server));

    assertThat(sources.of(7)).isEqualTo(new InetSocketAddress(0));
  }

  @Test
  void countlessClientsStayOnTheLoopback() throws IOException {
    Sources sources = Sources.of(InetAddress.getByName("127.0.0.1"));

    assertThat(sources.of(Integer.MAX_VALUE).getAddress().isLoopbackAddress()).isTrue();
  }
}
