package io.heartwire.it.page;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Follows the links of the documentation that a gateway serves, from its first page. */
final class ManualCrawler {
  private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\"");
  private static final Pattern TITLE = Pattern.compile("<title>\\s*(.*?)\\s*</title>");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI start;

  /** Pages by address without a fragment; those that are not there are empty. */
  private final Map<URI, String> pages = new TreeMap<>();

  /**
   * @param start the address of the first page
   */
  ManualCrawler(URI start) throws IOException, InterruptedException {
    this.start = start;
    Deque<URI> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      URI page = next.remove();
      if (!pages.containsKey(page)) {
        pages.put(page, read(page));
        links(page).map(ManualCrawler::withoutFragment).forEach(next::add);
      }
    }
  }

  /** Links to pages, or to places in them, that are not there. */
  List<String> brokenLinks() {
    List<String> broken = new ArrayList<>();
    for (URI page : pages.keySet()) {
      links(page)
          .filter(link -> !leadsSomewhere(link))
          .forEach(link -> broken.add(page + " -> " + link));
    }
    return broken;
  }

  List<String> titles() {
    return pages.values().stream()
        .flatMap(text -> TITLE.matcher(text).results())
        .map(found -> found.group(1))
        .toList();
  }

  private boolean leadsSomewhere(URI link) {
    String text = pages.get(withoutFragment(link));
    String place = link.getFragment();
    return !text.isEmpty() && (place == null || text.contains("id=\"" + place + '"'));
  }

  /** To other pages of the documentation. Files of the sources are not served. */
  private Stream<URI> links(URI page) {
    return LINK.matcher(pages.get(page))
        .results()
        .map(found -> found.group(1))
        .map(page::resolve)
        .filter(link -> link.toString().startsWith(start.toString()))
        .filter(link -> link.getPath().endsWith(".html"));
  }

  private String read(URI page) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200 ? answer.body() : "";
  }

  private static URI withoutFragment(URI link) {
    return URI.create(link.toString().replaceFirst("#.*", ""));
  }
}
