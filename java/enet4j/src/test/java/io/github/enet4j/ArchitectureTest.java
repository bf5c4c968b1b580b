package io.github.enet4j;

import static com.tngtech.archunit.core.domain.JavaModifier.NATIVE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which class may do what, as docs/architecture.md says. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.github.enet4j");

    @Test
    void onlyTheSeamHasNativeMethods() {
        methods().that().haveModifier(NATIVE).should().beDeclaredIn(Native.class)
                .orShould().beDeclaredIn(DtlsNative.class).check(CLASSES);
    }

    @Test
    void onlyTheLoaderLoadsLibraries() {
        noClasses().that().doNotHaveFullyQualifiedName(NativeLoader.class.getName())
                .should().callMethod(System.class, "load", String.class)
                .orShould().callMethod(System.class, "loadLibrary", String.class).check(CLASSES);
    }

    @Test
    void needsNothingButTheJdksBase() {
        ModuleDescriptor module =
                ModuleFinder.of(Path.of("target/classes")).find("io.github.enet4j").orElseThrow().descriptor();
        assertEquals(List.of("java.base"), module.requires().stream()
                .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name).toList());
        noClasses().that().resideOutsideOfPackage("io.github.enet4j.jfr").should().dependOnClassesThat()
                .resideOutsideOfPackages("java..", "javax..", "io.github.enet4j..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    /** So that nothing of it is loaded in a JVM without. */
    @Test
    void onlyOneClassKnowsTheEventsOfTheFlightRecorder() {
        noClasses().that().resideOutsideOfPackage("io.github.enet4j.jfr")
                .and().doNotHaveFullyQualifiedName(Recording.class.getName())
                .should().dependOnClassesThat().resideInAnyPackage("io.github.enet4j.jfr", "jdk.jfr..").check(CLASSES);
    }

    @Test
    void nativeCodeNamesNoClassOfOurs() throws IOException {
        Pattern name = Pattern.compile("\"[^\"]*io/github/enet4j/[^\"]+");
        try (Stream<Path> files = Files.list(Path.of("../../native/jni"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(name.matcher(Files.readString(file)).find(),
                        file + ": relocated classes have another name");
            }
        }
    }

    @Test
    void licencesOfAllThatIsLinkedInGoIntoTheJar() throws IOException {
        Pattern version = Pattern.compile("(?m)^([\\w-]+) +version ");
        List<String> names = version.matcher(Files.readString(Path.of("../../native/vendor.lock"))).results()
                .map(result -> result.group(1)).toList();
        assertTrue(names.size() >= 5, names.toString());
        for (String name : names) {
            assertTrue(Files.isRegularFile(Path.of("target/classes/META-INF/licenses", name, "LICENSE")), name);
        }
    }

    /** So that it is known what another version of Mbed TLS, or another library, will take. */
    @Test
    void theFilesThatTouchMbedTlsAreListed() throws IOException {
        String architecture = Files.readString(Path.of("../../docs/architecture.md"));
        String list = architecture.substring(architecture.indexOf("## Mbed TLS"), architecture.indexOf("## Events"));
        try (Stream<Path> files = Files.walk(Path.of("../../native"))) {
            Pattern ours = Pattern.compile(".*native/(?!vendor|test).*[.][ch]");
            for (Path file : files.filter(path -> ours.matcher(path.toString()).matches()).toList()) {
                String name = file.getFileName().toString();
                if (Files.readString(file).contains("#include <mbedtls/")) {
                    assertTrue(list.contains(name) || list.contains(name.replace(".h", ".c")), name);
                }
            }
        }
    }
}
