package io.heartwire.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a client's address that limits are applied to: a whole IPv4 address, or the IPv6
 * prefix that a provider usually assigns to one customer. An IPv4 address equals its IPv4-mapped
 * IPv6 form (RFC 4291, section 2.5.5.2).
 *
 * @param high the first 64 bits of the IPv6 form
 * @param low the last 64 bits
 */
public record AddressPrefix(long high, long low) {
  /**
   * Stands for every text that is not an address. All of them share one limit, since a client could
   * invent a new text each time.
   */
  public static final AddressPrefix UNKNOWN = new AddressPrefix(-1, -1);

  private static final int HALF = Long.SIZE;
  private static final long MAPPED = 0xffff_0000_0000L;

  /** A number up to 255. Otherwise {@link InetAddress} would look the text up as a host name. */
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";

  /** A port, as some proxies add one, is not part of the address. */
  private static final Pattern V4 =
      Pattern.compile("((?:OCTET\\.){3}OCTET)(?::\\d{1,5})?".replace("OCTET", OCTET));

  /**
   * At least one colon, so that the text is never looked up as a host name. The zone is not
   * captured.
   */
  private static final Pattern V6 =
      Pattern.compile("([0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,40})(?:%[^\\]]*)?");

  private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\]]*)](?::\\d{1,5})?");

  /**
   * Parses a literal address. Host names are not looked up.
   *
   * @param bits the prefix length of an IPv6 address, from 1 to 128
   * @return {@link #UNKNOWN} if the text is no address
   */
  public static AddressPrefix of(String text, int bits) {
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

  /** Returns a mask of the first bits of 64: of none below 1, of all from 64 on. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= HALF ? -1L : -1L << (HALF - bits);
  }

  /**
   * Called with literals only, so that no name service is asked. IPv4-mapped addresses become IPv4.
   */
  private static byte[] parse(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException noAddress) {
      return new byte[0];
    }
  }
}
