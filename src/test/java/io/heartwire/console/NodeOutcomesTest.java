package io.heartwire.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the audit log says became of an act. */
class NodeOutcomesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                        | done",
        "{'nodes':[]}                                                              | done",
        "{'nodes':7}                                                               | done",
        "{'nodes':[{'name':'a','outcome':'done'},{'name':'b','outcome':'done'}]}   | done",
        "{'nodes':[{'name':'a','state':'draining'}]}                               | done",
        "{'nodes':[{'name':'a','outcome':'done'},{'name':'b','outcome':'failed'}]} | done in part: b failed",
        "{'nodes':[{'name':'a','outcome':'not_reached'}]}                          | not done: a not_reached",
      },
      quoteCharacter = '"')
  void everyNodeThatHasNotDoneItMustBeNamed(String result, String words) {
    assertThat(NodeOutcomes.inWords(result.replace('\'', '"').getBytes(UTF_8))).isEqualTo(words);
  }
}
