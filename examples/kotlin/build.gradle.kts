// gradle run                                            the server
// gradle run -Pmain=ClientKt                            the client
// gradle run -Pmain=ChatKt --args='serve'               the chat
// tag::dependency[]
plugins {
    kotlin("jvm") version "2.4.21"
    application
}

repositories {
    mavenLocal()        // where scripts/install has put it
    mavenCentral()
}

dependencies {
    implementation("io.github.enet4j:enet4j-kotlin:0.1.0-SNAPSHOT")
}
// end::dependency[]

application {
    mainClass = providers.gradleProperty("main").orElse("ServerKt")
    applicationDefaultJvmArgs = listOf("--enable-native-access=ALL-UNNAMED") // or JDK 24 and later warn
}

tasks.named<JavaExec>("run") {
    standardInput = System.`in`                           // what is typed into the chat
}
