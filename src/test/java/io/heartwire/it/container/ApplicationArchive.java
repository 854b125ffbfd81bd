package io.heartwire.it.container;

import com.example.shop.Doorkeeper;
import io.heartwire.testkit.PassingListener;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The gateway with an application around it, and namespaces for what tests do with both. */
public final class ApplicationArchive {
  static final int MOST_PER_USER = 8;
  static final String API_KEY = "open-sesame";

  private ApplicationArchive() {}

  public static WebArchive named(String name) {
    return TestArchive.gateway(name)
        .addPackage(Doorkeeper.class.getPackage())
        .addClass(PassingListener.class)
        .addAsLibrary(TestArchive.settings(settings()));
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("heartwire.channel.namespaces", "news,gate,own");
    allowAll("news", settings);
    settings.put("heartwire.channel.news.presence", "true");
    keepHistory("news", settings);
    keepHistory("own", settings);
    settings.put("heartwire.channel.own.force-recovery", "true");
    settings.put("heartwire.pool.max-connections-per-user", String.valueOf(MOST_PER_USER));
    settings.put("heartwire.client.personal-channel", "true");
    settings.put("heartwire.client.personal-namespace", "own");
    settings.put("heartwire.client.expired-grace", "0s");
    settings.put("heartwire.channel.position-check", "500ms");
    settings.put("heartwire.hook.timeout", "3s"); // longer than machines pause
    settings.put("heartwire.api.key", API_KEY);
    return settings;
  }

  private static void allowAll(String namespace, Map<String, String> settings) {
    for (String right : new String[] {"subscribe", "publish", "history", "presence"}) {
      settings.put("heartwire.channel." + namespace + ".allow-" + right, "true");
    }
  }

  private static void keepHistory(String namespace, Map<String, String> settings) {
    settings.put("heartwire.channel." + namespace + ".history-size", "100");
    settings.put("heartwire.channel." + namespace + ".history-ttl", "5m");
  }
}
