// Prints a compose file as the compose specification's own loader reads it, in JSON. Faults end it with 1.
// Arguments: the file, a profile ("" for none), and the services to start (none: all).
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func run(file, profile string, services []string) (string, error) {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithOsEnv, cli.WithProfiles([]string{profile}))
	if err != nil {
		return "", err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return "", err
	}
	selected, err := project.WithSelectedServices(services, types.IncludeDependencies)
	if err != nil {
		return "", err
	}
	text, err := selected.MarshalJSON()
	return string(text), err
}

func main() {
	text, err := run(os.Args[1], os.Args[2], os.Args[3:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(text)
}
