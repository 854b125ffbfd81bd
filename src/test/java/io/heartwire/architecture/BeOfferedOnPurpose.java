package io.heartwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** A public type is in the list of those for applications, or marked {@code Internal}; not both. */
final class BeOfferedOnPurpose extends ArchCondition<JavaClass> {
  private final String root;

  BeOfferedOnPurpose(String root) {
    super("be in the list of types for applications, or marked @Internal");
    this.root = root;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    boolean isPublic = type.getModifiers().contains(JavaModifier.PUBLIC);
    boolean isTop = type.getEnclosingClass().isEmpty();
    String name = type.getName().substring(root.length() + 1);
    boolean isListed = ApplicationTypes.NAMES.contains(name);
    boolean isOffered = isPublic && !ApplicationTypes.isInternal(type);
    String message =
        "%s is %s list of types for applications and %s@Internal"
            .formatted(type.getName(), isListed ? "in the" : "not in the", isOffered ? "not " : "");
    events.add(new SimpleConditionEvent(type, !isTop || isListed == isOffered, message));
  }
}
