package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningHandshakeTest {
  private static final int MOST = 1024;
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private final Map<String, List<String>> fields = new TreeMap<>();

  OpeningHandshakeTest() {
    fields.put("Host", List.of("gateway.example.com:9080"));
    fields.put("Upgrade", List.of("websocket"));
    fields.put("Connection", List.of("Upgrade"));
    fields.put("Sec-WebSocket-Key", List.of(KEY));
    fields.put("Sec-WebSocket-Version", List.of("13"));
  }

  @Test
  void thatOfTheStandardIsGood() {
    assertThat(fault()).isNull();
  }

  @Test
  void connectionAndUpgradeAreListsOverSeveralLines() {
    fields.put("Connection", List.of("keep-alive", " ,\tupgrade , x"));
    fields.put("Upgrade", List.of("h2c, foo/2", "WebSocket"));

    assertThat(fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"upgraded", "keep-alive", "", "close,"})
  void aConnectionThatListsNoUpgradeIsMalformed(String connection) {
    fields.put("Connection", List.of(connection));

    malformed("Connection must list Upgrade");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "websocket/13", "websockets", ""})
  void anUpgradeToAnythingElseIsNone(String upgrade) {
    fields.put("Upgrade", List.of(upgrade));

    assertThat(fault()).isEqualTo(Refusal.notAnUpgrade());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Sec-WebSocket-Key", "Host", "Sec-WebSocket-Version", "Origin", "Authorization"})
  void whatMayBeThereOnceIsMalformedTwice(String name) {
    String value = fields.getOrDefault(name, List.of("x")).get(0);
    fields.put(name, List.of(value, value));

    malformed("The header " + name + " must not be repeated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcd", "!!!!!!!!!!!!!!!!!!!!!!==", KEY + ", " + KEY, "a"})
  void aKeyIsSixteenBytes(String key) {
    fields.put("Sec-WebSocket-Key", List.of(key));

    malformed("Sec-WebSocket-Key must hold 16 bytes");
  }

  @Test
  void thereIsAKey() {
    fields.remove("Sec-WebSocket-Key");

    malformed("Sec-WebSocket-Key must hold 16 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "8, 13", "013", "x", ""})
  void thereIsOneVersion(String version) {
    fields.put("Sec-WebSocket-Version", List.of(version));

    assertThat(fault()).isEqualTo(Refusal.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a, b", "user@host", "host:x", "[::1", "a/b"})
  void theHostIsAHost(String host) {
    fields.put("Host", List.of(host));

    malformed("Host must name a host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[2001:db8::1]:80", "192.0.2.1", "a_b.example", "host:"})
  void hostsHaveManyForms(String host) {
    fields.put("Host", List.of(host));

    assertThat(fault()).isNull();
  }

  @Test
  void thereIsAHost() {
    fields.remove("Host");

    malformed("Host must name a host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "CONNECT", "get", ""})
  void itIsAGet(String method) {
    assertThat(fault(method, "HTTP/1.1", "")).isEqualTo(Refusal.method());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/0.9", "HTTP/2.0", ""})
  void itIsOfHttp11(String protocol) {
    assertThat(reason(fault("GET", protocol, ""))).isEqualTo(RefusalReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz", "a=%", "a=%4", "token=%zz&b=1", "a b", "a=é", "a#b", "a=\u0001"})
  void aQueryIsWellFormed(String query) {
    Refusal fault = fault("GET", "HTTP/1.1", query);

    assertThat(reason(fault)).isEqualTo(RefusalReason.MALFORMED);
    assertThat(fault.text()).startsWith("The query is not well-formed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%41", "&&=", "a=b/c?d", "a[]={|}^`", "a=%C3"})
  void aQueryMayHoldWhatBrowsersLeaveInIt(String query) {
    assertThat(fault("GET", "HTTP/1.1", query)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\rb", "\u007f"})
  void noHeaderHoldsAControlCharacter(String value) {
    fields.put("X-Any", List.of("good", value));

    malformed("control character");
  }

  @ParameterizedTest
  @CsvSource({"Content-Length, 5", "Content-Length, x", "Transfer-Encoding, chunked"})
  void thereIsNoBody(String name, String value) {
    fields.put(name, List.of(value));

    malformed("no body");
  }

  @Test
  void noBodyMayBeSaidToBeEmpty() {
    fields.put("Content-Length", List.of("0"));

    assertThat(fault()).isNull();
  }

  @Test
  void allHeadersTogetherAreBounded() {
    for (int i = 0; i < 10; i++) {
      fields.put("X-" + i, List.of("x".repeat(100)));
    }

    assertThat(fault()).isEqualTo(Refusal.headers(MOST));
    assertThat(Refusal.headers(MOST).reason().status()).isEqualTo(431);
  }

  @Test
  void theQueryCountsAmongThem() {
    assertThat(fault("GET", "HTTP/1.1", "a".repeat(MOST))).isEqualTo(Refusal.headers(MOST));
  }

  private void malformed(String what) {
    Refusal fault = fault();

    assertThat(reason(fault)).isEqualTo(RefusalReason.MALFORMED);
    assertThat(fault.text()).contains(what);
  }

  private @Nullable Refusal fault() {
    return fault("GET", "HTTP/1.1", "a=b");
  }

  private @Nullable Refusal fault(String method, String protocol, String query) {
    return OpeningHandshake.fault(new RequestHead(method, protocol, "/ws/a", query, fields), MOST);
  }

  private static @Nullable RefusalReason reason(@Nullable Refusal fault) {
    return AdmissionFixture.reason(fault);
  }
}
