package io.heartwire.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people write and read on the page, in which channel. */
class PageMessagesIT extends PageFixture {

  @Test
  void mustCarryMessagesBetweenTwoTabsBothWaysAndInOrder() {
    PageTab ann = connected(openWindow(page()));
    PageTab ben = connected(openTab(page()));

    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      ann.say("ann " + i);
      expected.add("ann " + i);
      await().atMost(SOON).untilAsserted(() -> assertThat(ben.messages()).isEqualTo(expected));
      ben.say("ben " + i);
      expected.add("ben " + i);
      await().atMost(SOON).untilAsserted(() -> assertThat(ann.messages()).isEqualTo(expected));
    }

    await().atMost(SOON).untilAsserted(() -> assertThat(ben.messages()).isEqualTo(expected));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void mustKeepTheOrderOfABurst() {
    PageTab ann = connected(openWindow(page()));
    PageTab ben = connected(openWindow(page()));
    List<String> burst = IntStream.rangeClosed(1, 200).mapToObj(i -> "n" + i).toList();

    say(ann, burst);

    await().atMost(SOON).untilAsserted(() -> assertThat(ben.messages()).isEqualTo(burst));
    await().atMost(SOON).untilAsserted(() -> assertThat(ann.messages()).isEqualTo(burst));
  }

  @Test
  void mustKeepTheNewest500Messages() {
    PageTab page = connected(openWindow(page()));

    // In portions that an outbox holds: a publisher gets its own messages back.
    for (int sent = 0; sent < 620; sent += 62) {
      say(page, IntStream.rangeClosed(sent + 1, sent + 62).mapToObj(i -> "n" + i).toList());
      String soFar = (sent + 62) + " messages";
      await().atMost(SOON).until(() -> page.text("tally").startsWith(soFar));
    }

    assertThat(page.messages()).hasSize(500).startsWith("n121").endsWith("n620");
  }

  @Test
  void mustShowMarkupAsText() {
    PageTab page = connected(openWindow(page()));
    String markup =
        "<img src=x onerror=\"document.title='owned'\"><b>bold</b> &amp; <script>1</script>";

    page.say(markup);

    await().atMost(SOON).untilAsserted(() -> assertThat(page.messages()).containsExactly(markup));
    assertThat(page.script("return document.querySelectorAll('#messages img, #messages b').length"))
        .isEqualTo(0L);
    assertThat(page.script("return document.title")).isEqualTo("lobby · Heartwire");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void mustShowABinaryMessageByItsSize() {
    PageTab page = connected(openWindow(page()));

    page.script(
        "const socket = new WebSocket(`ws://${location.host}/ws/lobby`);"
            + "socket.onopen = () => { socket.send(new Uint8Array(2048)); socket.close(); };");

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(page.messages()).containsExactly("binary, 2,048 bytes"));
  }

  @Test
  void mustKeepChannelsApartWhateverTheirNames() {
    String odd = "a@b,c.d-E_9";
    PageTab ann = connected(openWindow(page()));
    PageTab ben = connected(openWindow(page()));
    ann.join(odd);
    await().atMost(SOON).until(() -> ann.state().startsWith("Connected to " + odd));
    PageTab cat = connected(openWindow(URI.create(page() + "?channel=a%40b%2Cc.d-E_9")));

    ben.say("in the lobby");
    await().atMost(SOON).until(() -> ben.messages().contains("in the lobby"));
    ann.say("elsewhere");

    for (PageTab page : List.of(ann, cat)) {
      await().atMost(SOON).until(() -> page.messages().contains("elsewhere"));
    }
    assertThat(ann.messages()).containsExactly("elsewhere");
    assertThat(ben.messages()).containsExactly("in the lobby");
    assertThat(ann.script("return location.search")).isEqualTo("?channel=a%40b%2Cc.d-E_9");
  }

  @Test
  void mustRefuseANameThatIsNone() {
    PageTab page = connected(openWindow(page()));

    for (String name : List.of("two words", "ä", "a/b", "..", "%41")) {
      page.join(name);

      assertThat(page.script("return document.getElementById('channel').validationMessage"))
          .as(name)
          .asString()
          .isNotEmpty();
      assertThat(page.state()).startsWith("Connected to lobby");
    }
  }

  /** Types and sends all of these at once, faster than a person or a driver could. */
  private static void say(PageTab page, List<String> texts) {
    page.script(
        "const [field, form] = ['text', 'composer'].map((id) => document.getElementById(id));"
            + "for (const text of arguments[0]) { field.value = text; form.requestSubmit(); }",
        texts);
  }
}
