package io.github.enet4j;

import static com.tngtech.archunit.core.domain.JavaModifier.NATIVE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which class may do what, as docs/architecture.md says. */
class ArchitectureTest {
    private final JavaClasses classes =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.github.enet4j");

    @Test
    void onlyTheSeamHasNativeMethods() {
        methods().that().haveModifier(NATIVE).should().beDeclaredIn(Native.class)
                .orShould().beDeclaredIn(DtlsNative.class).check(classes);
    }

    @Test
    void onlyTheLoaderLoadsLibraries() {
        noClasses().that().doNotHaveFullyQualifiedName(NativeLoader.class.getName())
                .should().callMethod(System.class, "load", String.class)
                .orShould().callMethod(System.class, "loadLibrary", String.class).check(classes);
    }

    @Test
    void onlyTheLoaderKnowsJna() {
        noClasses().that().doNotBelongToAnyOf(NativePlatform.class, LibraryFolder.class)
                .should().dependOnClassesThat().resideInAPackage("com.sun.jna..").check(classes);
    }
}
