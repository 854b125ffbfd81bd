package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ChannelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

  @ParameterizedTest
  @CsvSource({
    "/ws/lobby, lobby",
    "/ws/user%231, user#1",
    "/ws/a%2e, a.",
    "/ws/news:a+b!~&*=$@-_, news:a+b!~&*=$@-_"
  })
  void aSegmentNamesTheChannel(String raw, String name) {
    RequestPath path = RequestPath.of(raw);

    assertThat(path.fault()).isNull();
    assertThat(path.protocolPath()).isEqualTo(ProtocolPath.RAW);
    assertThat(path.channel()).contains(new ChannelName(name));
  }

  @Test
  void theOtherPathNamesNone() {
    RequestPath path = RequestPath.of("/connection/websocket");

    assertThat(path.fault()).isNull();
    assertThat(path.protocolPath()).isEqualTo(ProtocolPath.CENTRIFUGE);
    assertThat(path.channel()).isEmpty();
  }

  @Test
  void thatOfStompNamesNone() {
    RequestPath path = RequestPath.of("/stomp");

    assertThat(path.fault()).isNull();
    assertThat(path.protocolPath()).isEqualTo(ProtocolPath.STOMP);
    assertThat(path.channel()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/stomp/",
        "/stomp/websocket",
        "/stomp;x",
        "/st%6Fmp",
        "/STOMP",
        "/ws",
        "/ws/",
        "/ws//",
        "//ws/a",
        "/ws//a",
        "/ws/a/",
        "/ws/a/b",
        "/ws/a%2Fb",
        "/ws/%2fa",
        "/ws/a%2F",
        "/ws/.",
        "/ws/..",
        "/ws/%2e",
        "/ws/%2E%2e",
        "/ws/./a",
        "/ws/../ws/a",
        "/ws;x/a",
        "/w%73/a",
        "/WS/a",
        "/connection/websocket/",
        "/connection/websocket//",
        "/connection/websocket%2F",
        "/connection/websocket/.",
        "/connection/websocket/%2e",
        "/connection/websocket/x",
        "/connection/websocket;x=1",
        "/connection/websocket%3Bx",
        "/connection//websocket",
        "/connection/./websocket",
        "/connection%2Fwebsocket",
        "/",
        ""
      })
  void whatIsNotExactlyAnEndpointIsNotFound(String raw) {
    assertThat(RequestPath.of(raw).fault()).isEqualTo(Refusal.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/a;x=1", "/ws/a%3Bx", "/ws/%3b", "/ws/a%20b", "/ws/%c3%a9"})
  void whatNoNameMayHoldIsNotCutOff(String raw) {
    RequestPath path = RequestPath.of(raw);

    assertThat(path.fault()).isNull();
    assertThat(path.channel()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws/a#b",
        "/ws/a\\b",
        "/ws/é",
        "/ws/a b",
        "/ws/%",
        "/ws/%2",
        "/ws/%zz",
        "/ws/%ff"
      })
  void whatIsNoPathIsMalformed(String raw) {
    Refusal fault = RequestPath.of(raw).fault();

    assertThat(fault).isNotNull();
    assertThat(fault.reason()).isEqualTo(RefusalReason.MALFORMED);
    assertThat(fault.text()).startsWith("The path");
  }
}
