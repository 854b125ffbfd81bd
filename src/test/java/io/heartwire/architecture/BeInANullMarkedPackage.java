package io.heartwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The package says, in its package-info, that nothing in it is null unless it says so. */
final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {

  BeInANullMarkedPackage() {
    super("be in a package whose package-info has @NullMarked");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
    String message =
        "%s is in %s, which is %s @NullMarked"
            .formatted(type.getName(), type.getPackageName(), marked ? "" : "not");
    events.add(new SimpleConditionEvent(type, marked, message));
  }
}
