package io.heartwire.it.console;

import static io.heartwire.it.console.ConsoleTab.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The queues of one gateway in the console, in a real browser. */
class ConsoleQueuesIT extends ConsoleFixture {
  ConsoleQueuesIT() {
    super(
        Map.of(
            "HEARTWIRE_QUEUE_NAMESPACES", "work",
            "HEARTWIRE_QUEUE_WORK_ALLOW_SEND", "true",
            "HEARTWIRE_QUEUE_WORK_ALLOW_CONSUME", "true"));
  }

  @Test
  void mustShowAQueueFillAndItsDeadLettersAndMoveThemBackAndPurge() {
    ConsoleTab tab = operator("queues/work:orders");
    for (int order = 1; order <= 3; order++) {
      tab.write("#send-data", "{\"order\":" + order + "}");
      tab.press("Send");
      String data = "{\"order\":" + order + "}";
      await().atMost(SOON).until(() -> tab.texts(".history").toString().contains(data));
    }
    await().atMost(SOON).until(() -> tab.rows().toString().contains("work:orders"));

    // Dead letters that were there before the node knew of the queue are not new to it.
    String ready = "heartwire_queue_ready{namespace=\"work\"}";
    await().atMost(SOON).ignoreExceptions().until(() -> server.metric(ready) >= 1);
    try (StompWorker worker = new StompWorker(server, "work:orders")) {
      await().atMost(SOON).until(() -> tab.details().contains("1 consumer with 1 message"));
      worker.reject("no such customer");
    }
    await().atMost(SOON).until(() -> tab.details().contains("rejected no such customer"));
    await().atMost(SOON).until(() -> tab.details().contains("dead letters1"));
    tab.go("overview");
    await()
        .atMost(SOON)
        .until(() -> tab.texts(".problems").toString().contains("queue work:orders became dead"));
    tab.find(".problems a[href='#/queues/work%3Aorders']").click();

    await().atMost(SOON).until(() -> tab.details().contains("dead letters1"));
    tab.press("Move back…");
    assertThat(tab.texts("dialog h2")).containsExactly("Move 1 dead letter back into work:orders?");
    tab.press("Move back");
    await().atMost(SOON).until(() -> tab.details().contains("No dead letters"));
    await().atMost(SOON).until(() -> tab.details().contains("ready3"));
    tab.press("Purge…");
    assertThat(tab.texts("dialog").toString())
        .contains("Purge work:orders?", "3 messages ready or delayed");
    tab.press("Cancel");
    assertThat(tab.details()).contains("{\"order\":3}");
    tab.press("Purge…");
    tab.press("Purge");
    await()
        .atMost(SOON)
        .until(() -> tab.toasts().toString().contains("Removed 3 messages of work:orders"));
    await().atMost(SOON).until(() -> tab.details().contains("Nothing waits"));
    await().atMost(SOON).until(() -> server.log().contains("\"what\":\"queue_purge\""));
    assertThat(server.log()).contains("\"what\":\"queue_move\"", "queue=work:orders count=1");
    tab.closeTab();
  }

  @Test
  void viewersMustSeeQueuesAndNotAct() {
    ConsoleTab tab =
        ConsoleTab.signedIn(browser, server, "queues/work:seen", token("heartwire-viewer", 60));
    await().atMost(SOON).until(() -> tab.details().contains("in flight"));

    assertThat(tab.shows("#send-data")).isFalse();
    assertThat(tab.hasButton("Purge…") || tab.hasButton("Move back…")).isFalse();
    assertThat(tab.ask("queue_messages", "{\"queue\":\"work:seen\"}")).isEqualTo(200L);
    assertThat(tab.ask("queue_purge", "{\"queue\":\"work:seen\"}")).isEqualTo(403L);
    assertThat(tab.ask("queue_move", "{\"queue\":\"work:seen\"}")).isEqualTo(403L);
    assertThat(tab.ask("queue_send", "{\"queue\":\"work:seen\",\"data\":1}")).isEqualTo(403L);
    tab.closeTab();
  }

  @Test
  void mustTryAQueueAsAClientOfStompWould() {
    ConsoleTab tab = operator("try");
    tab.script(
        "const field = document.querySelector('#try-protocol'); field.value = 'stomp';"
            + " field.dispatchEvent(new Event('change'))");
    tab.write("#try-channel", "/queue/work:tried");
    tab.press("Connect");
    await().atMost(SOON).until(() -> tab.texts(".frames").toString().contains("SUBSCRIBE"));
    tab.press("Send");
    await().atMost(SOON).until(() -> tab.texts(".frames").toString().contains("MESSAGE"));

    tab.go("connections?protocol=stomp");
    await().atMost(SOON).until(() -> tab.total().equals("0 found"));
    try (StompWorker worker = new StompWorker(server, "work:tried")) {
      await().atMost(SOON).until(() -> worker.heard().contains("hello"));
      await().atMost(SOON).until(() -> tab.rows().size() == 1);
      tab.find("main .rows a.open").click();
      await().atMost(SOON).until(() -> tab.details().contains("Queues (1)"));
      assertThat(tab.details()).contains("work:tried");
    }
    tab.closeTab();
  }

  @Test
  void aQueueWithMessagesMustFitAndBeAccessibleInLightAndDarkAtAnyWidth() throws IOException {
    ConsoleTab tab = operator("queues/work:looked-at");
    fill(tab, "work:looked-at");
    tab.press("Look again");
    await().atMost(SOON).until(() -> tab.details().contains("no such customer"));
    Looks looks = new Looks(browser, tab);

    looks.at("queue", "light", 1440);
    looks.at("queue", "dark", 390);
    tab.go("queues");
    await().atMost(SOON).until(() -> tab.rows().toString().contains("looked-at"));
    looks.at("queues-list", "dark", 1440);
    looks.at("queues-list", "light", 390);
    browser.size(1280, 800, false);
    tab.closeTab();
  }

  /** Messages of several kinds, some dead, some with a consumer. */
  private void fill(ConsoleTab tab, String queue) {
    for (int i = 0; i < 12; i++) {
      String data = "{\"order\":" + i + ",\"customer\":\"" + "Ann ".repeat(5 * i) + "\"}";
      assertThat(tab.ask("queue_send", "{\"queue\":\"%s\",\"data\":%s}".formatted(queue, data)))
          .isEqualTo(200L);
    }
    try (StompWorker worker = new StompWorker(server, queue)) {
      worker.reject("no such customer");
    }
  }
}
