package io.heartwire.it.embedding;

import com.example.market.DeclaredStamp;
import com.example.market.ListedRest;
import com.example.market.ListedRoot;
import com.example.market.Notes;
import com.example.market.Orders;
import com.example.market.PriceQuestion;
import com.example.market.Prices;
import com.example.market.ScannedApi;
import com.example.market.ScannedRest;
import com.example.market.SlowDoorkeeper;
import com.example.market.Stamp;
import io.heartwire.it.server.ServerDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Applications that are alike in what they do, and differ in all that may collide with a library.
 */
enum Applications {
  /** Nothing but classes: no descriptor, no beans.xml, no configuration. */
  BARE("/bare", "/app", true) {
    @Override
    WebArchive archive() {
      return common().addClasses(ScannedRest.class, Orders.class, PriceQuestion.class);
    }
  },

  /** Its REST is where the server API is. */
  API("/of-api", "/api", true) {
    @Override
    WebArchive archive() {
      return common()
          .addClasses(ScannedApi.class, Orders.class, PriceQuestion.class)
          .addAsWebInfResource(beans("annotated"), "beans.xml")
          .addAsResource(
              new StringAsset(
                  """
                  market.currency=EUR
                  mp.messaging.connector=none
                  heartwire.channel.namespaces=news
                  heartwire.channel.news.allow-subscribe=true
                  heartwire.channel.news.history-size=10
                  heartwire.channel.news.history-ttl=1m
                  """),
              "META-INF/microprofile-config.properties");
    }
  },

  /** Its REST is everywhere, and a slow bean of its own lets clients in. */
  ROOT("/of-root/deep", "", true) {
    @Override
    WebArchive archive() {
      return common()
          .addClasses(ListedRoot.class, Orders.class, PriceQuestion.class, SlowDoorkeeper.class)
          .addAsWebInfResource(beans("all"), "beans.xml")
          .addAsWebInfResource(webXml("", ""), "web.xml");
    }
  },

  /** Lists its REST; and its filter is in its descriptor. */
  LISTED("/listed", "/app", true) {
    @Override
    WebArchive archive() {
      return common()
          .addClasses(ListedRest.class, Orders.class, PriceQuestion.class)
          .addAsWebInfResource(beans("all"), "beans.xml")
          .addAsWebInfResource(webXml("", FILTER), "web.xml")
          .addAsResource(
              new StringAsset("market.currency=EUR\n"), "META-INF/microprofile-config.properties");
    }
  },

  /**
   * Its descriptor says that nothing else is to be looked at, and its beans.xml that there are
   * none.
   */
  COMPLETE("/complete", "/app", false) {
    @Override
    WebArchive archive() {
      return common()
          .addClasses(ScannedRest.class)
          .addAsWebInfResource(beans("none"), "beans.xml")
          .addAsWebInfResource(webXml("metadata-complete=\"true\"", FILTER), "web.xml");
    }
  };

  static final String INDEX = "<html>The market</html>";

  private static final String FILTER =
      """
      <filter>
        <filter-name>stamp</filter-name>
        <filter-class>com.example.market.DeclaredStamp</filter-class>
      </filter>
      <filter-mapping>
        <filter-name>stamp</filter-name>
        <url-pattern>/*</url-pattern>
      </filter-mapping>
      """;

  private final String contextRoot;
  private final String rest;
  private final boolean hasBeans;

  Applications(String contextRoot, String rest, boolean hasBeans) {
    this.contextRoot = contextRoot;
    this.rest = rest;
    this.hasBeans = hasBeans;
  }

  abstract WebArchive archive();

  static Map<String, WebArchive> all() {
    Map<String, WebArchive> all = new LinkedHashMap<>();
    for (Applications each : values()) {
      all.put(each.contextRoot, each.archive());
    }
    return all;
  }

  /** Where it is on the server. */
  String at(String path) {
    return contextRoot + path;
  }

  /** Where its REST is. */
  String restAt(String path) {
    return contextRoot + rest + path;
  }

  /** Whether it has beans of its own. */
  boolean hasBeans() {
    return hasBeans;
  }

  /** Whether REST of its own may have what is below {@code /api}. */
  boolean servesApi() {
    return this == API || this == ROOT;
  }

  /** Whether a page of its own can be seen: REST that is everywhere hides it. */
  boolean showsIndex() {
    return this != ROOT;
  }

  WebArchive common() {
    return ServerDirectory.withLibraries(name().toLowerCase(java.util.Locale.ROOT) + ".war")
        .addClasses(Prices.class, DeclaredStamp.class, Stamp.class, Notes.class)
        .addAsWebResource(new StringAsset(INDEX), "index.html");
  }

  private static StringAsset beans(String mode) {
    return new StringAsset(
        "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
            + " bean-discovery-mode=\""
            + mode
            + "\"/>");
  }

  private static StringAsset webXml(String attributes, String content) {
    return new StringAsset(
        "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\" "
            + attributes
            + ">"
            + content
            + "</web-app>");
  }
}
