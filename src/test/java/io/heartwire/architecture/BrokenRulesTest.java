package io.heartwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule fails on code that breaks it: each fixture is a small gateway with one kind of sin.
 */
class BrokenRulesTest {
  private static final String FIXTURES = BrokenRulesTest.class.getPackageName() + ".fixture.";

  @Test
  void rulesMustAcceptAGatewayWithoutSin() {
    Fixture clean = new Fixture("clean");

    assertThat(clean.rules().all())
        .allSatisfy((name, rule) -> assertThat(clean.violations(rule)).isEmpty());
    assertThat(clean.classes()).isNotEmpty();
  }

  @Test
  void mustFindAPackageWithoutARow() {
    Fixture unknown = new Fixture("unknown");

    assertThat(unknown.violations(unknown.rules().knownPackages())).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void mustFindAUseThatTheTableForbids(String name) {
    Fixture table = new Fixture("table");

    assertThat(table.violations(table.rules().uses(name)))
        .anySatisfy(found -> assertThat(found).contains("table.intruder.Intruder"));
  }

  @ParameterizedTest
  @MethodSource("outermost")
  void mustFindAUserOfAnOutermostPackage(String name) {
    Fixture watched = new Fixture("watched");

    assertThat(watched.violations(watched.rules().nobodyUses(name)))
        .anySatisfy(found -> assertThat(found).contains("watched." + name));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void mustFindOneWhoNamesAPackageOfAFew(String name) {
    Fixture watched = new Fixture("watched");

    assertThat(watched.violations(watched.rules().onlyUsers(name)))
        .anySatisfy(found -> assertThat(found).contains("watched." + name));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void mustFindAForeignApiOutsideItsOwner(String api) {
    Fixture foreign = new Fixture("foreign");

    assertThat(foreign.violations(foreign.rules().owner(api)))
        .anySatisfy(found -> assertThat(found).contains(api));
  }

  @Test
  void mustFindACycle() {
    Fixture cycle = new Fixture("cycle");

    assertThat(cycle.violations(cycle.rules().noCycles())).hasSize(1);
  }

  @Test
  void mustFindEveryClock() {
    Fixture clock = new Fixture("clock");
    String found = String.join("\n", clock.violations(clock.rules().clocksBelongToTime()));

    assertThat(found)
        .contains("System.nanoTime()", "System.currentTimeMillis()", "Thread.sleep(")
        .contains("TimeUnit.sleep(", "Instant.now()", "Clock.systemUTC()", "LockSupport.parkNanos(")
        .contains("references method <java.lang.System.nanoTime()>")
        .contains("clock.client.OtherTime")
        .doesNotContain("clock.client.SystemClientTime");
  }

  @Test
  void mustFindAPackageThatIsNotNullMarked() {
    Fixture unmarked = new Fixture("unmarked");

    assertThat(unmarked.violations(unmarked.rules().everyPackageIsNullMarked())).hasSize(1);
  }

  @Test
  void mustFindTwoTypesOfOneName() {
    Fixture twins = new Fixture("twins");

    assertThat(twins.violations(twins.rules().everyNameMeansOneType()))
        .hasSize(2)
        .allSatisfy(found -> assertThat(found).contains("Lease is in", "broker", "queue"));
  }

  @Test
  void mustFindAPublicTypeThatIsNeitherOfferedNorInternal() {
    Fixture offered = new Fixture("offered");

    assertThat(offered.violations(offered.rules().typesForApplications()))
        .singleElement()
        .asString()
        .contains("offered.hub.Stray");
  }

  @Test
  void mustFindAnInternalTypeThatAnOfferedOneShows() {
    Fixture offered = new Fixture("offered");

    assertThat(offered.violations(offered.rules().membersForApplications()))
        .hasSize(3)
        .allSatisfy(found -> assertThat(found).contains("offered.hub.Client", "Hidden"))
        .noneSatisfy(found -> assertThat(found).contains("ours"));
  }

  static Stream<String> packages() {
    return PackageTable.MAY_USE.keySet().stream();
  }

  static Stream<String> outermost() {
    return PackageTable.OUTERMOST.stream();
  }

  static Stream<String> guarded() {
    return PackageTable.ONLY_USERS.keySet().stream();
  }

  static Stream<String> apis() {
    return PackageTable.OWNERS.keySet().stream();
  }

  private record Fixture(ArchitectureRules rules, JavaClasses classes) {
    Fixture(String name) {
      this(
          new ArchitectureRules(FIXTURES + name),
          new ClassFileImporter().importPackages(FIXTURES + name));
    }

    List<String> violations(ArchRule rule) {
      EvaluationResult result = rule.evaluate(classes);
      return result.getFailureReport().getDetails();
    }
  }
}
