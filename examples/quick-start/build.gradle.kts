// gradle run                 the server
// gradle run -Pmain=Client   the client
plugins {
    application
}

// tag::dependency[]
repositories {
    mavenLocal()        // where scripts/install has put it
    mavenCentral()
}

dependencies {
    implementation("io.github.enet4j:enet4j:0.1.0-SNAPSHOT")
}
// end::dependency[]

java {
    sourceCompatibility = JavaVersion.VERSION_17
}

application {
    mainClass = providers.gradleProperty("main").orElse("Server")
    applicationDefaultJvmArgs = listOf("--enable-native-access=ALL-UNNAMED") // or JDK 24 and later warn
}
