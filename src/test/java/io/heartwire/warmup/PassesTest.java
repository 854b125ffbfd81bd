package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "192.0.2.7";

  private final Passes passes = new Passes();

  @Test
  void eitherPassLeadsToTheRehearsal() {
    assertThat(passes.lines()).hasSize(2);
    for (String line : passes.lines()) {
      assertThat(stage(HERE, line)).as(line).isEqualTo(Stage.REHEARSAL);
    }
  }

  @Test
  void whoShowsBothIsNoStrangerEither() {
    assertThat(stage(HERE, passes.lines().toArray(String[]::new))).isEqualTo(Stage.REHEARSAL);
  }

  @Test
  void whoShowsNoneIsServedAmongAllOthers() {
    assertThat(stage(HERE)).isEqualTo(Stage.PUBLIC);
  }

  @Test
  void aPassIsWorthNothingFromAnotherMachine() {
    for (String line : passes.lines()) {
      assertThat(stage(ELSEWHERE, line)).as(line).isEqualTo(Stage.PUBLIC);
    }
  }

  @Test
  void aPassIsGoodForItsOwnHeaderOnly() {
    String first = passes.lines().get(0);
    String second = passes.lines().get(1);
    String header = first.substring(0, first.indexOf(':'));
    String secret = second.substring(second.indexOf(':'));

    assertThat(stage(HERE, header + secret)).isEqualTo(Stage.PUBLIC);
  }

  @Test
  void expiredPassesAreWorthNothing() {
    passes.expire();

    assertThat(stage(HERE, passes.lines().toArray(String[]::new))).isEqualTo(Stage.PUBLIC);
  }

  private Stage stage(String from, String... lines) {
    Map<String, String> headers =
        Arrays.stream(lines)
            .map(line -> line.split(": ", 2))
            .collect(
                Collectors.toMap(
                    parts -> parts[0],
                    parts -> parts[1],
                    (one, other) -> one,
                    () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    return passes.stageOf(headers::get, from, HERE);
  }
}
