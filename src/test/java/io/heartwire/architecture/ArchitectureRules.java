package io.heartwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules for the packages below a root, so that the same rule judges the gateway and a fixture.
 */
record ArchitectureRules(String root) {

  /** Every rule by its name. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("known packages", knownPackages());
    rules.put("no cycles", noCycles());
    rules.put("clocks", clocksBelongToTime());
    rules.put("null-marked", everyPackageIsNullMarked());
    rules.put("names", everyNameMeansOneType());
    rules.put("types for applications", typesForApplications());
    rules.put("what these show", membersForApplications());
    PackageTable.MAY_USE.keySet().forEach(name -> rules.put("uses of " + name, uses(name)));
    PackageTable.OUTERMOST.forEach(name -> rules.put("users of " + name, nobodyUses(name)));
    PackageTable.ONLY_USERS
        .keySet()
        .forEach(name -> rules.put("users of " + name, onlyUsers(name)));
    PackageTable.OWNERS.keySet().forEach(api -> rules.put("owner of " + api, owner(api)));
    return rules;
  }

  ArchRule knownPackages() {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage(patterns(PackageTable.MAY_USE.keySet()))
        .because("a new package needs its row in the table")
        .allowEmptyShould(true);
  }

  ArchRule uses(String name) {
    List<String> allowed = new ArrayList<>(PackageTable.MAY_USE.get(name));
    allowed.add(name);
    return noClasses()
        .that()
        .resideInAPackage(pattern(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + "..").and(not(resideInAnyPackage(patterns(allowed)))))
        .as("%s may use only %s".formatted(name, allowed))
        .allowEmptyShould(true);
  }

  ArchRule nobodyUses(String name) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(pattern(name), pattern(PackageTable.COMPOSER))
        .should()
        .dependOnClassesThat(resideInAPackage(pattern(name)))
        .as("nobody depends on " + name)
        .allowEmptyShould(true);
  }

  ArchRule onlyUsers(String name) {
    List<String> allowed = new ArrayList<>(PackageTable.ONLY_USERS.get(name));
    allowed.add(name);
    return noClasses()
        .that()
        .resideOutsideOfPackages(patterns(allowed))
        .should()
        .dependOnClassesThat(resideInAPackage(pattern(name)))
        .as("%s is named only by %s".formatted(name, allowed))
        .allowEmptyShould(true);
  }

  ArchRule owner(String api) {
    Collection<String> owners = PackageTable.OWNERS.get(api);
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(patterns(owners))
        .should()
        .dependOnClassesThat(resideInAPackage(api + ".."))
        .as("%s belongs to %s".formatted(api, owners))
        .allowEmptyShould(true);
  }

  ArchRule noCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  ArchRule clocksBelongToTime() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(pattern("time"))
        .and()
        .doNotHaveFullyQualifiedName(root + PackageTable.CLOCK_OF_THE_CLIENT)
        .should()
        .accessTargetWhere(new ReadsAClock())
        .because("a test could not move that clock")
        .allowEmptyShould(true);
  }

  ArchRule everyPackageIsNullMarked() {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should(new BeInANullMarkedPackage())
        .allowEmptyShould(true);
  }

  /** The client is a library of its own, which calls things as the server does. */
  ArchRule everyNameMeansOneType() {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(pattern("client"))
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("package-info")
        .should(new BeTheOnlyOneOfItsName())
        .because("a reader should not have to look at the imports")
        .allowEmptyShould(true);
  }

  ArchRule typesForApplications() {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(pattern("client"))
        .should(new BeOfferedOnPurpose(root))
        .allowEmptyShould(true);
  }

  ArchRule membersForApplications() {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(pattern("client"))
        .should(new ShowOnlyOfferedTypes(root))
        .allowEmptyShould(true);
  }

  private String pattern(String name) {
    return root + "." + name + "..";
  }

  private String[] patterns(Collection<String> names) {
    return names.stream().map(this::pattern).toArray(String[]::new);
  }
}
