package io.heartwire.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.Issuer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of a gateway that lets nobody in without a token. */
class PageTokenIT extends PageFixture {
  private static final String SECRET = "known to the tests and to nobody else, and long enough";
  private static final Issuer ISSUER = Issuer.hmac(SECRET);

  PageTokenIT() {
    super(
        Map.of(
            "HEARTWIRE_TOKEN_REQUIRED", "true",
            "HEARTWIRE_TOKEN_HMAC_SECRET", SECRET,
            "HEARTWIRE_CHANNEL_NAMESPACES", "closed"));
  }

  @Test
  void mustSayThatATokenIsMissingAndTakeOne() {
    PageTab page = openWindow(page());
    await().atMost(SOON).until(() -> page.phase().equals("closed"));
    assertThat(page.state()).contains("Refused", "401: A token is required");

    page.joinWith(ISSUER.token("{\"sub\":\"ann\"}"));

    await().atMost(SOON).until(() -> page.phase().equals("connected"));
    page.say("good morning");
    await().atMost(SOON).until(() -> page.messages().contains("good morning"));
    assertThat(page.script("return location.href + document.cookie + localStorage.length"))
        .as("where a token has no business")
        .isEqualTo(page().toString() + "0");
  }

  @Test
  void mustSayWhatIsWrongWithAToken() {
    PageTab page = openWindow(page());
    await().atMost(SOON).until(() -> page.isShown("token"));

    page.joinWith(ISSUER.token("{\"sub\":\"ann\",\"exp\":1}"));
    await().atMost(SOON).until(() -> page.state().contains("it has expired"));
    page.joinWith(Issuer.hmac(SECRET + "x").token("{\"sub\":\"ann\"}"));
    await().atMost(SOON).until(() -> page.state().contains("its signature does not match the key"));

    page.joinWith("two words");
    assertThat(page.script("return document.getElementById('token').validationMessage"))
        .asString()
        .contains("not a JSON Web Token");
  }

  @Test
  void mustSayThatAChannelIsClosedToTheUser() {
    PageTab page = openWindow(page());
    await().atMost(SOON).until(() -> page.isShown("token"));
    page.joinWith(ISSUER.token("{\"sub\":\"ann\"}"));
    await().atMost(SOON).until(() -> page.phase().equals("connected"));

    page.join("closed:1");

    await().atMost(SOON).until(() -> page.phase().equals("closed"));
    assertThat(page.state()).contains("403: User 'ann' may not subscribe to channel closed:1");
  }
}
