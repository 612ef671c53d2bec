mock_provider "aws" {
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

  mock_resource "aws_cloudformation_stack" {
    defaults = { outputs = { Arn = "arn:aws:ecr:eu-west-2:123456789012:repository/shop.app", Uri = "123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop.app" } }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::shop" }
  }
}

run "what_builds_for_one_environment_cannot_become_the_deployer_of_another" {
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
    condition = { for name, project in local.projects : name => project.environments } == {
      build             = ["staging"], deploy-staging = ["staging"], preview-production = ["production"]
      deploy-production = ["staging", "production"]
    }
    error_message = "A project deals with other environments."
  }

  assert {
    condition     = strcontains(local.projects["deploy-staging"].buildspec, "env -u CODEBUILD_INITIATOR ./build.sh --target=Deploy --env=staging --release=.slipway/release.json") && strcontains(local.projects["deploy-production"].buildspec, "- ./build.sh --target=Promote --env=production --release=.slipway/release.json")
    error_message = "Slipway deploys to staging, and leaves production to CodeDeploy's action."
  }

  assert {
    condition     = alltrue([for project in local.projects : can(yamldecode(project.buildspec).phases.build.commands) if project.buildspec != "buildspec-staging.yml"])
    error_message = "A buildspec is no YAML."
  }

  assert {
    condition     = yamldecode(output.slipway_yml).environments.production.deploy.codeDeploy == { application = "production-app", deploymentGroup = "production-app" } && !can(yamldecode(output.slipway_yml).environments.production.deploy.loadBalancer)
    error_message = "slipway.yml names CodeDeploy's deployment group."
  }

  assert {
    condition     = yamldecode(output.slipway_yml).environments.staging.role == output.role["staging"]
    error_message = "slipway.yml names the deployer."
  }
}
