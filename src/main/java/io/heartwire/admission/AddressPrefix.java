package io.heartwire.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what clients are limited: a whole IPv4 address, or the prefix of an IPv6 address that one
 * subscriber is usually given. An IPv4 address is the same in its IPv6 form (RFC 4291, section
 * 2.5.5.2).
 *
 * @param high the first half of the IPv6 form
 * @param low the other half
 */
record AddressPrefix(long high, long low) {
  /**
   * What no literal address can be: all those that name no address share one limit, for it would be
   * easy to make up a new name each time.
   */
  static final AddressPrefix UNKNOWN = new AddressPrefix(-1, -1);

  private static final int HALF = Long.SIZE;
  private static final long MAPPED = 0xffff_0000_0000L;

  /** Nothing above 255: what is no address would be looked up as a name. */
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";

  /** A port, as some proxies add one, is not part of the address. */
  private static final Pattern V4 =
      Pattern.compile("((?:OCTET\\.){3}OCTET)(?::\\d{1,5})?".replace("OCTET", OCTET));

  /** With at least one colon, so that it can never be taken for a name; a zone is left out. */
  private static final Pattern V6 =
      Pattern.compile("([0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,40})(?:%[^\\]]*)?");

  private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\]]*)](?::\\d{1,5})?");

  /**
   * Reads a literal address; a name is not looked up.
   *
   * @param bits of an IPv6 address, from 1 to 128
   * @return {@link #UNKNOWN} if the text is no address
   */
  static AddressPrefix of(String text, int bits) {
    Matcher v4 = V4.matcher(text);
    if (v4.matches()) {
      return of(parse(v4.group(1)), bits);
    }
    Matcher brackets = IN_BRACKETS.matcher(text);
    Matcher v6 = V6.matcher(brackets.matches() ? brackets.group(1) : text);
    return v6.matches() ? of(parse(v6.group(1)), bits) : UNKNOWN;
  }

  private static AddressPrefix of(byte[] address, int bits) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return switch (address.length) {
      case 4 -> new AddressPrefix(0, MAPPED | Integer.toUnsignedLong(bytes.getInt()));
      case 16 ->
          new AddressPrefix(bytes.getLong() & mask(bits), bytes.getLong() & mask(bits - HALF));
      default -> UNKNOWN;
    };
  }

  /** The first bits of a half: none below 1, all from 64 on. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= HALF ? -1L : -1L << (HALF - bits);
  }

  /** Of literals only, so that no name service is asked; mapped ones come out as IPv4. */
  private static byte[] parse(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException noAddress) {
      return new byte[0];
    }
  }
}
