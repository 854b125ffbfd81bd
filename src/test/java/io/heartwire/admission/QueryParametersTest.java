package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryParametersTest {

  @Test
  void aParameterHasAsManyValuesAsItIsGiven() {
    String query = "token=a%2Bb&x=1&token&to%6ben=c=d&tokens=e&&=";

    assertThat(QueryParameters.find(query, "token")).containsExactly("a+b", "", "c=d");
    assertThat(QueryParameters.find(query, "y")).isEmpty();
    assertThat(QueryParameters.find("", "token")).isEmpty();
  }
}
