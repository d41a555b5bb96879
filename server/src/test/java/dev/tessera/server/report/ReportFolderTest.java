package dev.tessera.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_new_and_an_empty_folder_will_do_and_nothing_is_left_in_it() throws IOException {
        assertThatCode(() -> ReportFolder.at(folder)).doesNotThrowAnyException();
        assertThatCode(() ->
                        ReportFolder.at(Files.createTempDirectory(folder, "x").resolve("new/one")))
                .doesNotThrowAnyException();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("what was only tried").hasSize(1);
        }
    }

    @Test
    void a_former_reports_folder_will_do() throws IOException {
        Files.writeString(folder.resolve("index.html"), new Page().html("former"));
        assertThatCode(() -> ReportFolder.at(folder)).doesNotThrowAnyException();
    }

    @Test
    void a_folder_with_anything_else_in_it_is_refused() throws IOException {
        Files.writeString(folder.resolve("index.html"), new Page().html("former"));
        Files.writeString(folder.resolve("thesis.tex"), "");
        assertThatThrownBy(() -> ReportFolder.at(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as thesis.tex");
    }

    @Test
    void somebody_elses_page_and_a_file_are_refused() throws IOException {
        Path page = Files.writeString(folder.resolve("index.html"), "<html>my homepage</html>");
        assertThatThrownBy(() -> ReportFolder.at(folder)).hasMessageContaining("such as index.html");
        assertThatThrownBy(() -> ReportFolder.at(page)).hasMessageContaining("is a file");
    }
}
