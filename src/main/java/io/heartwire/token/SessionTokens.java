package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenException.Flaw;
import io.heartwire.hub.TokenMark;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The tokens by which the gateway knows a person again who has signed in: JSON Web Tokens (RFC
 * 7519) of a type of their own, signed by HS256, so that nobody takes another token for one, nor
 * one for another. Immutable, safe for use by any thread.
 */
public final class SessionTokens {
  private static final String STRETCHING = "PBKDF2WithHmacSHA256";
  private static final byte[] PURPOSE = "heartwire console session 2".getBytes(UTF_8);
  private static final int KEY_BYTES = 32;

  /** Some hundredths of a second: who has seen a token tries as slowly which secret signed it. */
  private static final int ROUNDS = 100_000;

  private static final int LONGEST = 4096;
  private static final String ROLE = "role";
  private static final String ORIGIN_ID = "origin_jti";
  private static final String ORIGIN_ISSUED = "origin_iat";
  private static final JWSHeader HEADER =
      new JWSHeader.Builder(JWSAlgorithm.HS256)
          .type(new JOSEObjectType("heartwire-console"))
          .build();

  /** How each of them begins. */
  private static final String START = HEADER.toBase64URL() + ".";

  private final byte[] key;

  /**
   * What a token says.
   *
   * @param name of the person
   * @param origin the token that the person signed in with, by which the session can be revoked;
   *     null = by none
   */
  public record Session(String name, String role, @Nullable TokenMark origin, Instant expiresAt) {}

  private SessionTokens(byte[] key) {
    this.key = key;
  }

  /** Tokens that every node knows which has the same secret. Takes time on purpose: keep it. */
  public static SessionTokens of(byte[] secret) {
    char[] text = Base64.getEncoder().encodeToString(secret).toCharArray();
    try {
      return new SessionTokens(
          SecretKeyFactory.getInstance(STRETCHING)
              .generateSecret(new PBEKeySpec(text, PURPOSE, ROUNDS, KEY_BYTES * Byte.SIZE))
              .getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + STRETCHING, impossible);
    }
  }

  /** Tokens that nobody but this object knows. */
  public static SessionTokens random() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new SessionTokens(key);
  }

  /** Whether the text is of this type, good or not. */
  public static boolean isOne(String text) {
    return text.startsWith(START);
  }

  public String sign(Session session, Instant now) {
    TokenMark origin = session.origin();
    Instant issued = origin == null ? null : origin.issuedAt();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .subject(session.name())
            .claim(ROLE, session.role())
            .claim(ORIGIN_ID, origin == null ? null : origin.id())
            .claim(ORIGIN_ISSUED, issued == null ? null : issued.getEpochSecond())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(session.expiresAt()))
            .build();
    SignedJWT token = new SignedJWT(HEADER, claims);
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException("signing by HS256", impossible);
    }
    return token.serialize();
  }

  /**
   * What a token says whose signature is right, and whose time is not over.
   *
   * @throws TokenException if there is none
   */
  public Session verify(String text, Instant now) {
    JWTClaimsSet claims = verified(text);
    Date end = claims.getExpirationTime();
    if (end == null || !end.toInstant().isAfter(now)) {
      throw new TokenException(Flaw.EXPIRED, "the session is over");
    }
    try {
      String id = claims.getStringClaim(ORIGIN_ID);
      Long issued = claims.getLongClaim(ORIGIN_ISSUED);
      return new Session(
          Objects.requireNonNullElse(claims.getSubject(), ""),
          Objects.requireNonNullElse(claims.getStringClaim(ROLE), ""),
          id == null
              ? null
              : new TokenMark(
                  id,
                  Objects.requireNonNullElse(claims.getSubject(), ""),
                  issued == null ? null : Instant.ofEpochSecond(issued)),
          end.toInstant());
    } catch (ParseException wrong) {
      throw new TokenException(Flaw.INVALID, "a claim is malformed");
    }
  }

  private JWTClaimsSet verified(String text) {
    if (text.length() <= LONGEST && isOne(text)) {
      try {
        SignedJWT token = SignedJWT.parse(text);
        if (token.verify(new MACVerifier(key))) {
          return token.getJWTClaimsSet();
        }
      } catch (ParseException | JOSEException | RuntimeException unreadable) {
        // Any exception of the library is the token's fault, never the gateway's.
        throw new TokenException(Flaw.INVALID, "it is no token of the console");
      }
    }
    throw new TokenException(Flaw.INVALID, "it is no token of the console, or of another node's");
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "session tokens";
  }
}
