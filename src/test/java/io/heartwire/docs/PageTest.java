package io.heartwire.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void headingsHaveTheAnchorsThatGitHubGivesThem() {
    Page page =
        Page.parse("a.md", List.of("# How soon?", "## `x.y`, and *z*", "## [Up](b.md)", "## Up"));

    assertThat(page.anchors()).containsExactly("how-soon", "xy-and-z", "up", "up-1");
  }

  @Test
  void linksToOtherSitesAndWordsInCodeAreNoLinks() {
    Page page =
        Page.parse(
            "a.md",
            List.of("[a](b.md#c) [d](https://e.example) `[f](g)`", "```text", "[h](i.md)", "```"));

    assertThat(page.links()).containsExactly("b.md#c");
  }

  @Test
  void aBlockHasTheCommentBeforeItAndNoOther() {
    Page page =
        Page.parse(
            "a.md",
            List.of(
                "<!-- not run: takes a day -->",
                "",
                "```sh",
                "sleep 1d",
                "```",
                "<!-- stays open, shows \"a\", \"b\", later \"c\" -->",
                "```sh",
                "cat",
                "```",
                "<!-- not run: of nothing -->",
                "Words.",
                "```",
                "```"));

    assertThat(page.blocks()).extracting(CodeBlock::line).containsExactly(3, 7, 12);
    assertThat(page.blocks().get(0).notRun()).contains("takes a day");
    assertThat(page.blocks().get(0).text()).isEqualTo("sleep 1d\n");
    assertThat(page.blocks().get(1).staysOpen()).isTrue();
    assertThat(page.blocks().get(1).shows()).containsExactly("a", "b");
    assertThat(page.blocks().get(1).showsLater()).containsExactly("c");
    assertThat(page.blocks().get(2).note()).isEmpty();
  }

  @Test
  void aBlockThatDoesNotEndIsAnError() {
    assertThatThrownBy(() -> Page.parse("a.md", List.of("", "```sh", "ls")))
        .hasMessageContaining("a.md:2");
  }

  @Test
  void rowsAreThoseOfTheTablesWithThatTitle() {
    Page page =
        Page.parse(
            "a.md",
            List.of("| key | b |", "|---|---|", "| `c` | d \\| e |", "", "| other |", "| f |"));

    assertThat(page.rows("key")).containsExactly(List.of("`c`", "d \\| e"));
  }
}
