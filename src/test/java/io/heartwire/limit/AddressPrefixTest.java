package io.heartwire.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPrefixTest {

  @Test
  void anIpv4AddressCountsAsAWhole() {
    assertThat(of("192.0.2.7")).isEqualTo(of("192.0.2.7")).isNotEqualTo(of("192.0.2.8"));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, 64, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, 64, false",
    "2001:db8:1:2::1, 2001:db8:1:3::1, 56, true",
    "2001:db8:1:2::1, 2001:db8:1:102::1, 56, false",
    "2001:db8::1, 2001:db8::2, 128, false",
    "2001:db8::1, 2001:db8::2, 126, true",
    "2001:db8::1, 2001:db8::5, 126, false",
    "2001:db8::1, 2001:db9::1, 31, true",
    "2001:db8::1, a001:db8::1, 1, false"
  })
  void anIpv6AddressCountsByItsPrefix(String one, String other, int bits, boolean isSame) {
    assertThat(AddressPrefix.of(one, bits).equals(AddressPrefix.of(other, bits))).isEqualTo(isSame);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:192.0.2.7", "::FFFF:c000:207", "0:0:0:0:0:ffff:192.0.2.7"})
  void anIpv4AddressInIpv6FormIsTheSame(String mapped) {
    assertThat(of(mapped)).isEqualTo(of("192.0.2.7"));
    assertThat(AddressPrefix.of(mapped, 8)).isNotEqualTo(AddressPrefix.of("192.0.2.8", 8));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7:4711, 192.0.2.7",
    "[2001:db8::1]:4711, 2001:db8::1",
    "[2001:db8::1], 2001:db8::1",
    "fe80::1%eth0, fe80::1",
    "0:0:0:0:0:0:0:1, ::1"
  })
  void bracketsPortsAndZonesDoNotCount(String decorated, String plain) {
    assertThat(AddressPrefix.of(decorated, 128)).isEqualTo(AddressPrefix.of(plain, 128));
  }

  /** A name would go to a name service, whose owner could make the thread wait. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "localhost",
        "example.com",
        "beef.de",
        "256.1.1.1",
        "999.999.999.999",
        "1.2.3",
        "1",
        "0x7f.0.0.1",
        "192.0.2.7 ",
        "192.0.2.7, 192.0.2.8",
        ":",
        ":::",
        "1:2:3",
        "2001:db8::1::2",
        "12345::",
        "::1.2.3.256",
        "[::1"
      })
  void whatIsNoAddressIsNotLookedUpAndSharesOneLimit(String text) {
    assertThat(of(text)).isSameAs(AddressPrefix.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::1", "127.0.0.1", "255.255.255.255"})
  void noRealAddressIsTheUnknownOne(String address) {
    assertThat(of(address)).isNotEqualTo(AddressPrefix.UNKNOWN);
  }

  private static AddressPrefix of(String text) {
    return AddressPrefix.of(text, 64);
  }
}
