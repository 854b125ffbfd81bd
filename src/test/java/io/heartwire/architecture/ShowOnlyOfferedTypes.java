package io.heartwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.heartwire.visibility.Internal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an application can call of its types leads to no others. */
final class ShowOnlyOfferedTypes extends ArchCondition<JavaClass> {
  private final String root;

  ShowOnlyOfferedTypes(String root) {
    super("show only types for applications in members that are not marked @Internal");
    this.root = root;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!type.getModifiers().contains(JavaModifier.PUBLIC) || ApplicationTypes.isInternal(type)) {
      return;
    }
    type.getMembers().stream()
        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
        .filter(member -> !member.isAnnotatedWith(Internal.class))
        .forEach(member -> check(type, member, events));
  }

  private void check(JavaClass type, JavaMember member, ConditionEvents events) {
    Set<String> strange =
        shown(member)
            .map(JavaClass::getBaseComponentType)
            .filter(shown -> shown.getName().startsWith(root + '.'))
            .filter(ApplicationTypes::isInternal)
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());
    String message = "%s shows %s, which are @Internal".formatted(member.getFullName(), strange);
    events.add(new SimpleConditionEvent(type, strange.isEmpty(), message));
  }

  private static Stream<JavaClass> shown(JavaMember member) {
    if (member instanceof JavaField field) {
      return field.getType().getAllInvolvedRawTypes().stream();
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    return Stream.concat(
        code.getReturnType().getAllInvolvedRawTypes().stream(),
        code.getParameterTypes().stream()
            .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()));
  }
}
