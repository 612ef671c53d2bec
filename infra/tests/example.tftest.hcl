mock_provider "aws" {
  override_during = plan

  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-2a", "eu-west-2b", "eu-west-2c"] }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-2" }
  }
}

run "what_builds_for_one_environment_cannot_become_the_deployer_of_another" {
  command = plan

  module {
    source = "../example"
  }

  variables {
    application     = "shop"
    repositories    = ["shop.app"]
    container       = { name = "nginx" }
    certificate_arn = "arn:aws:acm:eu-west-2:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000"
    environments = {
      staging    = { host = "staging.shop.example" }
      production = { host = "shop.example", strategy = "blue-green" }
    }
    pipeline = {
      repository     = "acme/shop"
      stages         = ["staging", "production"]
      connection_arn = "arn:aws:codeconnections:eu-west-2:123456789012:connection/0a1b2c3d-0000-4000-8000-000000000000"
    }
  }

  assert {
    condition = { for name, project in local.projects : name => join(", ", project.environments) } == {
      build = "staging", deploy-staging = "staging", preview-production = "", deploy-production = "staging, production"
    }
    error_message = "A project deals with other environments."
  }

  assert {
    condition     = { for name, project in local.projects : name => join(", ", project.views) if length(project.views) > 0 } == { preview-production = "production" } && strcontains(local.projects["preview-production"].buildspec, "--role=arn:aws:iam::123456789012:role/shop-production-viewer ")
    error_message = "What runs before the approval only looks."
  }

  assert {
    condition     = { for name, project in local.projects : name => join(", ", project.outputs) } == { build = "build", deploy-staging = "", preview-production = "", deploy-production = "production" }
    error_message = "A project hands on what another one does."
  }

  assert {
    condition     = strcontains(local.projects["deploy-staging"].buildspec, "env -u CODEBUILD_INITIATOR ./build.sh --target=Deploy --env=staging --release=.slipway/release.json") && strcontains(local.projects["deploy-production"].buildspec, "- ./build.sh --target=Promote --env=production --release=.slipway/release.json")
    error_message = "Slipway deploys to staging, and leaves production to CodeDeploy's action."
  }

  assert {
    condition     = alltrue([for project in local.projects : can(yamldecode(project.buildspec).phases.build.commands) if project.buildspec != "buildspec-staging.yml"])
    error_message = "A buildspec is no YAML."
  }
}
